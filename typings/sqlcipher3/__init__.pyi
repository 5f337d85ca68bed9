# Only what this project uses; sqlcipher3 0.6 ships no types.
