"""Words that are names as well as words, and words that tell which of the two they are.

Chosen by hand from ordinary British English; in lower case and without accents.
"""

from typing import Final

_FORENAMES_THAT_ARE_WORDS: Final = """
    abbey ace alpha amber angel art aspen autumn bailey basil bay bee bill blossom blue bob
    bonnie brook buddy carol chance charity chase cherish cherry chuck clay cliff colt constance
    coral crystal daisy dale dawn dean destiny dot drew duke earl eden ernest eve faith fern
    fleur flora frank gene ginger glen grace grant guy gypsy happy harmony harper hazel heath
    heather heaven holly honey honor honour hope hunter iris ivy jade jay jet jewel joy jude
    junior justice kit lance laurel levi liberty lily love lucky mark mason max may melody mercy
    miles mina misty nick noble norm olive opal page paige paris pat patience patsy pearl penny
    pepper phoenix pierce pip piper poppy precious prince princess promise prudence queen raven
    ray red reed rich river rob robin rock rocky roman rose rosemary rowan ruby rue rusty ruth
    sage sandy scarlet scout serenity shay sky skye sonny spencer star sterling stew stone storm
    sue summer sunny tad tanner temple tiger tony trinity trip trusty tucker ty verity victor
    victory violet wade warden wilder will willow winter wren zest
"""
FORENAMES_THAT_ARE_WORDS: Final = frozenset(_FORENAMES_THAT_ARE_WORDS.split())
"""First names that are everyday words as well."""

_SURNAMES_THAT_ARE_WORDS: Final = """
    abbott archer ball banks barber barker barn bath bean bell best bird bishop black blunt bond
    booth bowl bowler box boxer bridge bridges bright brook brooks brown bush butcher butler
    carpenter carter case castle chambers church clark clay close cole cook cooper cross curry
    day dean dear dove down drake draper driver east english farmer field fields finch fish
    fisher fletcher flood flower flowers ford forest foster fox franks freeman french fry gale
    gardener gardner glass gold good goodman green grey hall hand hardy hart head heath hill
    hills hobbs holder hood hook hope house howe hunt hunter hurst joiner jolly judge just key
    keys king kite knight lake lamb lane large law light little lock long love low major marsh
    marshall martin mason may mays mead mills miner mole moon moor moore moss nest new noble
    north nurse page pain painter park parker parks parson pass peace peach pear perry pike pine
    pitt plant plumb pool pope porter post potter power price prior quick rain reader reading
    reed rice rich ring rivers road rose rule sadler sand sands savage savoury sawyer scales
    sharp shepherd short silver singer singh skinner slater small smart smith snow south spring
    stable steel stone storey storm street strong summers swan sweet tailor taylor temple
    thatcher thorn tower town tree turner twist underwood wade walker wall waller ward waters
    weaver webb weeks welch wells welsh west wheeler white wild wise wolf wood woods wren wright
    yard young
"""
SURNAMES_THAT_ARE_WORDS: Final = frozenset(_SURNAMES_THAT_ARE_WORDS.split())
"""Surnames that are everyday words or trades; alone they name nobody."""

_TITLES: Final = """
    doctor dr lady lord madam miss mr mrs ms mx nurse prof professor rev saint sir sister st
"""
TITLES: Final = frozenset(_TITLES.split())
"""What stands before an adult’s name, or a saint’s."""

_GROUPS: Final = """
    academy avenue base centre class close club college court drive farm form gardens green
    group hall hill hospital house hub infant infants junior juniors lane nursery park place
    preschool primary road room school schools street surgery table team term unit ward
"""
GROUPS: Final = frozenset(_GROUPS.split())
"""A word before one of these is the name of a class, a street or a school."""
