"""The words that changes are full of, so that a sealed code need not spell them out.

A preset dictionary of zlib (RFC 1950, 2.2): what stands in it costs two or three bytes instead of
its letters. It belongs to format 1 of the sealed code and is never edited: a code printed today
must open in ten years. Other words need a format of their own.
"""

from __future__ import annotations

_PATHS = """
admission answer/ approval capacity case.closed_reason case.intake_date case.note case.status
contact_attempt.at contact_attempt.mode contact_attempt.result property_disposition decision outcome
supervision.for_violence pending.treatment_court pending.case order.no_contact_with_participant
history.burglary_or_robbery_conviction history.domestic_violence_conviction history.any_conviction
history.violent_arrest_here history.weapon_conviction history.violent_conviction history.sex_offense
history.failed_deflection conduct.promotes_prostitution conduct.exploits_minors conduct.trafficking
contact.prior_activity_last contact.prior_activity program.counselor_on_duty program.capacity_left
charge.restitution charge.removed charge.victim charge.weapon charge.offense charge.level
charges.complete charge.held charge.status drugs.complete drug.dosage_units drug.amount_g drug.kind
drug_sale warrant.status supervision.status incident_number cad_number narrative place.location
place.in_program_area place.address court_date safety.weapons safety.animals safety.note
service.directory_version service.capacity_seen service.third service.second service.first
contact.naloxone_given contact.overdose_today health.substance_use_problem health.methadone_patient
health.mental_health_concern health.presenting_need health.suicide_risk health.pregnant
health.substances health.withdrawal_signs health.note person.children_in_care person.violent_now
person.danger_to_self person.wants_services person.residence_county person.residence_months
person.residence_state person.interpreter_needed person.alternate_contact person.alternate_ok
person.phone_ok_to_text person.phone_ok_to_call person.voicemail_ok person.best_place person.county
person.housing person.language person.intoxicated person.agrees person.age person.aka
person.middle_name person.birth_date person.last_name person.first_name person.phone barriers needs
offer.not_offered_reason offer.declined_reason chosen_reason chosen handoff.cleared_at
handoff.arrived_at handoff.called_at handoff.method transport officer.badge officer.phone
officer.name offer.answer offer.made contact_at agency pathway deadline.charge_held deadline.intake
deadline.first_contact deadline.scene referral.id referral.outcome referral.number
referral.encounter referral.status
"""
_VALUES = """
needs_supervisor not_eligible needs_approval needs_answer your_decision eligible_verify eligible
case_manager accepted declined withdrawal residential outpatient methadone buprenorphine naloxone
shelter transport childcare heroin fentanyl methamphetamine cocaine drug_possession misdemeanor
felony none scene warm INT REF NAL+ OUT SELF COMM supervisor coordinator desk verbal paper revoked
refused withdrawn closed provider:
"""
_SHAPES = (
    '{"k":"cannot_know"},"on":[],"p":"',
    '{"k":"declined"},"on":[],"p":"',
    '{"f":{"high":"","k":"range","low":""},"on":[],"p":"',
    '{"f":{"k":"known","saw":null,"t":"step","to":"logged"},"on":[],"p":"referral.status"}],'
    '"tags":["-"],"versions":{"program":"',
    '{"f":{"k":"known","t":"choices","v":["',
    '{"f":{"k":"known","t":"amount","v":"',
    '{"f":{"k":"known","t":"date","v":"19',
    '{"f":{"k":"known","t":"yesno","v":false},"on":[],"p":"',
    '{"f":{"k":"known","t":"yesno","v":true},"on":[],"p":"',
    '{"f":{"k":"known","t":"time","v":"202',
    '{"f":{"k":"known","t":"text","v":"',
    '"},"on":[],"p":"person.',
    '"},"on":[],"p":"health.',
    '"opens":true,"sets":[{"f":{"k":"known","t":"',
    '{"about":{"id":"","kind":"referral"},"at":"202',
    '"},"on":[],"p":"consent"}],"tags":["C"],"versions":{},"writer":"',
    '"}},"on":[],"p":"consent"}],"tags":["C"],"versions":{},"writer":"',
    '","kind":"consent"},"at":"20',
    ',"opens":false,"sets":[{"f":{"k":"known","t":"record","v":{"encounter":"',
    '","given_at":"202',
    ',"how":"signed","language":"en","recipient":"lead","scope":"P","state":"granted","until":"',
    '","recipient":"officer","scope":"T1","state":"granted","witness":"',
    '"tags":["H"],"versions":{"program":"","program_digest":"","directory":"',
    '"],"tags":["P"],"versions":{"directory":"","program":"","program_digest":"',
    '"},"writer":"',
    '{"count":,"device":"","format":1,"highest":,"program":"","sequence":,"writer":"',
    '{"about":{"id":"","kind":"encounter"},"at":"2026-11-23T22:14:00-07:00","by":{"agency":"',
    '","device":"","role":"officer","user":"officer-"},"format":1,"number":,"opens":false,'
    '"sets":[{"f":{"k":"known","t":"text","v":"',
)

WORDS_1 = ("\n".join((*_PATHS.split(), *_VALUES.split())) + "".join(_SHAPES)).encode("ascii")
