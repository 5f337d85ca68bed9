"""Which files are read as one. Every service that reads a child's file asks here."""

from stls_core.records.merging import PupilMerge
from stls_desktop.store.reading import Reader


def joined_ids(read: Reader, pupil_id: str) -> tuple[str, ...]:
    """The pupil's own id, then those of files that a lead joined to it, and to those in turn."""
    found = [pupil_id]
    for rec in found:  # grows while it is walked
        joins = read.find(PupilMerge, kept_id=rec)
        found += [j.merged_id for j in joins if j.is_in_force and j.merged_id not in found]
    return tuple(found)


def kept_for(read: Reader, pupil_id: str) -> str:
    """The file that this one is read in: itself, or the one it was joined to.

    Where two laptops joined the same files in opposite ways, the older file is kept.
    """
    seen = {pupil_id}
    while True:
        joins = [j for j in read.find(PupilMerge, merged_id=pupil_id) if j.is_in_force]
        if not joins:
            return pupil_id
        if joins[0].kept_id in seen:
            return min(seen)
        pupil_id = joins[0].kept_id
        seen.add(pupil_id)


def kept_files(read: Reader) -> dict[str, str]:
    """{file: the file that it is read in} of every file that was joined to another."""
    merged = {each.merged_id for each in read.find(PupilMerge) if each.is_in_force}
    return {rec: kept_for(read, rec) for rec in merged}
