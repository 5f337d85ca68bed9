"""The council's server: the one place where the laptops of a service meet.

It knows the record kinds only through their declarations in `stls_core`; there is no code here
for any single kind of record, apart from those that describe the service itself (teams).
"""
