"""Reports: a frozen content model in, tagged PDF bytes out.

`content` says what a page holds, `note` fills it for a link visit, `render` draws it and `preview`
turns the finished bytes into pictures. Nothing here knows a clock, a database, a network or a
screen.
"""
