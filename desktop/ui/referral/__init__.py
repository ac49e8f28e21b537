"""Parts of the page of one referral."""
