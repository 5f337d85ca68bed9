"""The encrypted store: the only thing that screens ever read.

SQLite under SQLCipher, reached through SQLAlchemy Core. No connection, row or other live object
of the database leaves this package; what comes out is frozen data.
"""
