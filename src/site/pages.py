"""pages.py FOLDER: writes the pages of the site to FOLDER, from docs/ and the other pages of the project.

A link in a page is right where the page is in the repository. Here each is changed to the place that its target has on
the site. Fails if a target does not exist; the generator checks the anchors.
"""

import os
import posixpath
import re
import shutil
import sys
from pathlib import Path

from openapidocs.mk.v3 import OpenAPIV3DocumentationHandler
from openapidocs.utils.source import read_from_source

ROOT = Path(__file__).resolve().parents[2]
OPENAPI = "src/main/resources/dev/caravan/web/openapi.json"

# Pages outside docs/, by their path in the repository.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "CHANGELOG.md": "project/changelog.md",
    "RELEASE.md": "project/release.md",
    "terraform/README.md": "project/terraform.md",
    "terraform/environments/README.md": "project/environments.md",
}

LINK = re.compile(r"(!?\[(?:[^\[\]]|\[[^\]]*\])*\])\(([^)#\s]*)(#[^)\s]*)?\)")
# The images of HTML, which <picture> needs.
SOURCE = re.compile(r'\b(src|srcset)="([^":]+)"')
CODE = re.compile(r"^( *)```.*?^\1```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.broken = []
        self.repository = os.environ.get("CARAVAN_REPOSITORY_URL", "").rstrip("/")

    def write(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "docs", self.folder, ignore=shutil.ignore_patterns("*.md"))
        for page in sorted((ROOT / "docs").rglob("*.md")):
            self.page(str(page.relative_to(ROOT)))
        for page in PAGES:
            self.page(page)
        self.reference()
        return self.broken

    def page(self, source):
        target = self.folder / self.place(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.with_links((ROOT / source).read_text(), source))

    def reference(self):
        """All calls of the HTTP API, with their schemas and examples."""
        data = read_from_source(str(ROOT / OPENAPI), ROOT)
        text = OpenAPIV3DocumentationHandler(data, style="MKDOCS", source=str(ROOT / OPENAPI)).write()
        # The page's own title replaces the one of the document.
        text = re.sub(r"\A.*?^# [^\n]*\n", "", text, count=1, flags=re.DOTALL | re.MULTILINE)
        more = "[api.md](api.md) explains the calls. [openapi.json](openapi.json) is for programs."
        (self.folder / "reference.md").write_text(f"# API reference\n\n{more}\n\n{text}")
        shutil.copy(ROOT / OPENAPI, self.folder / "openapi.json")

    @staticmethod
    def place(source):
        return PAGES.get(source) or source[len("docs/"):]

    def with_links(self, markdown, source):
        parts, at = [], 0
        # Code contains no links, but a link's text may be code.
        code = [found.span() for found in CODE.finditer(markdown)]
        for link in LINK.finditer(markdown):
            if any(start <= link.start() and link.end() <= end for start, end in code):
                continue
            parts += [markdown[at:link.start()], self.link(link, source)]
            at = link.end()
        return SOURCE.sub(lambda image: self.image(image, source), "".join(parts) + markdown[at:])

    def link(self, link, source):
        text, target, anchor = link.group(1), link.group(2), link.group(3) or ""
        if not target or re.match(r"[a-z]+:|/", target):
            return link.group(0)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if (ROOT / path).is_dir():
            path = posixpath.join(path, "README.md")
            if not (ROOT / path).is_file():
                folder = posixpath.dirname(path)
                return f"{text}({self.repository}/tree/main/{folder})" if self.repository else text[1:-1]
        if path.startswith("../") or not (ROOT / path).is_file():
            self.broken.append(f"{source}: {target} does not exist")
            return link.group(0)
        if path in PAGES or path.startswith("docs/"):
            place = self.place(path)
        else:
            place = self.copied(path)
        here = posixpath.dirname(self.place(source))
        return f"{text}({posixpath.relpath(place, here or '.')}{anchor})"

    def image(self, image, source):
        """The attribute of an image in HTML."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), image.group(2)))
        if not path.startswith("docs/") or not (ROOT / path).is_file():
            self.broken.append(f"{source}: {image.group(2)} does not exist in docs/")
            return image.group(0)
        here = posixpath.dirname(self.place(source))
        return f'{image.group(1)}="{posixpath.relpath(path[len("docs/"):], here or ".")}"'

    def copied(self, path):
        """A file of the repository as a file of the site. The ending .txt makes a browser show it."""
        name = "files/" + path.replace("/.", "/").lstrip(".") + ("" if path.endswith(".json") else ".txt")
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, target)
        return name


sys.exit("\n".join(Site(Path(sys.argv[1])).write()) or 0)
