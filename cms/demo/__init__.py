"""The demonstration: content, accounts, mailbox; never installed in production."""
