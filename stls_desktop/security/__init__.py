"""Keys, the operating system's keyring, unlocking, locking and the lease of one laptop.

Nothing here knows Qt, SQL or the network, and nothing here ever erases a record: the most
that a lock-out does is to delete the device secret, which the recovery code brings back.
"""
