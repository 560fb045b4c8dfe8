"""The site's own settings, with a page that says hello; KEEP_PAGES=0 makes every page anew."""

from newsroom import environment
from newsroom.settings import *  # noqa: F403
from newsroom.settings import NEWSROOM

ROOT_URLCONF = "articles.benchmarks.hello"
NEWSROOM = NEWSROOM | {"KEEP_PAGES": environment.flag("KEEP_PAGES", default=True)}
