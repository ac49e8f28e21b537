"""Parts of the Inbox."""
