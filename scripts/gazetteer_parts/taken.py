"""Which names are taken, and which are fit to be one."""

import re

from .words import slug


class Names:
    """Which names are taken, and which are fit to be one."""

    def is_free(self, name):
        return name not in self.taken

    def is_fit(self, name):
        """Whether a name is more than an ordinary word, a short one or a formula."""
        if len(name) <= 2 or re.search(r"[\d,()\[\]]", name) or not name[:1].isalpha():
            return False
        if " " in name or "-" in name:
            return True
        return self.corpus.lower[name.lower()] * 3 < max(self.corpus.count(name), 3)

    def key(self, label, *suffixes):
        """A key that nothing else has."""
        for suffix in ("", *suffixes):
            key = slug(label + " " + str(suffix))
            if key not in self.keys:
                self.keys.add(key)
                return key
        raise ValueError(f"no key for {label}")
