"""Static files at addresses that change with their content, so that a browser may keep them for ever.

htmx comes from the package that carries it (`django-htmx`, installed without Django); nothing of it is copied here.
Each file is laid out once under the instance folder with its gzip beside it, and WhiteNoise serves the pair.
"""

import gzip
import hashlib
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

OWN = Path(__file__).resolve().parents[1] / "static"
HTMX = Path(str(files("django_htmx"))) / "static" / "django_htmx" / "htmx-2.min.js"
SQUEEZED = (".css", ".js", ".svg", ".txt")
A_YEAR = 365 * 24 * 3600


def _sources() -> dict[str, Path]:
    own = {str(path.relative_to(OWN)): path for path in sorted(OWN.rglob("*")) if path.is_file()}
    return {**own, "js/htmx.js": HTMX}


def _lay_out(sources: dict[str, Path], root: Path) -> Path:
    """Copy and compress the files into a folder named after their content; return it."""
    digest = hashlib.sha256()
    for name, path in sources.items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    folder = root / digest.hexdigest()[:12]
    if folder.exists():
        return folder
    root.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root))
    draft.chmod(0o755)
    for name, path in sources.items():
        target = draft / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        if target.suffix in SQUEEZED:
            target.with_name(target.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    try:
        draft.rename(folder)
    except OSError:  # another process was faster; its copy is the same
        shutil.rmtree(draft)
    return folder


def init_app(app: Flask) -> None:
    """Serve the files, and tell the templates where they are."""
    folder = _lay_out(_sources(), Path(app.config["INSTANCE"]) / "static")
    prefix = f"/static/{folder.name}"
    app.config["BUILD"] = folder.name
    served = WhiteNoise(
        app.wsgi_app, max_age=A_YEAR, allow_all_origins=False, immutable_file_test=lambda path, url: True
    )
    served.add_files(str(folder), prefix=prefix.lstrip("/"))
    app.wsgi_app = served  # type: ignore[method-assign]

    def static_url(name: str) -> str:
        """The address of one of our static files; raises KeyError for a name that is not there."""
        if not (folder / name).is_file():
            raise KeyError(name)
        return f"{prefix}/{name}"

    app.jinja_env.globals.update(static_url=static_url, htmx_url=lambda: static_url("js/htmx.js"))
