#!/usr/bin/env python3
"""Packages of what has been built, as each ecosystem expects them.

    python3 ext/pack/pack.py deb   build/packages build/tgsession.so     libsqlite3-mod-tgsession_0.1.0_amd64.deb
    python3 ext/pack/pack.py wheel build/packages build/tgsession.so     tgsession-0.1.0-py3-none-manylinux_2_33_x86_64.whl
    python3 ext/pack/pack.py npm   build/packages build/tgsession.so build/arm64/tgsession.so ...     a folder, for npm pack

The version is TG_VERSION of ext/base/base.h.  For which processor and system a file is says the file itself, and how old the
C library may be the newest symbol that it asks for.  The same input gives the same bytes.
"""
import base64, glob, hashlib, json, os, re, shutil, struct, subprocess, sys, time, zipfile

SUMMARY = "Telegram client sessions as rows of SQLite"
LONG = ("Read, create, export, import, convert, migrate, check and repair the session files and session strings of Pyrogram and "
        "its forks, Telethon, GramJS, mtcute and others, with any program that embeds SQLite.")
LICENSE = "MIT"
MAINTAINER = "The tgsession authors <tgsession@localhost>"

# The number of a processor in ELF's header, with its bits, and what Node, Python and Debian call it.
ELF = {
    (62, 64): ("x64", "x86_64", "amd64", "x86_64-linux-gnu"),
    (3, 32): ("ia32", "i686", "i386", "i386-linux-gnu"),
    (183, 64): ("arm64", "aarch64", "arm64", "aarch64-linux-gnu"),
    (40, 32): ("arm", "armv7l", "armhf", "arm-linux-gnueabihf"),
    (22, 64): ("s390x", "s390x", "s390x", "s390x-linux-gnu"),
    (243, 64): ("riscv64", "riscv64", "riscv64", "riscv64-linux-gnu"),
}
PE = {0x8664: ("x64", "amd64"), 0x14C: ("ia32", "32")}


class Built:
    """A library, and what it runs on."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as f:
            data = f.read()
        if data[:4] == b"\x7fELF":
            self.elf(data)
        elif data[:2] == b"MZ":
            self.pe(data)
        else:
            sys.exit(path + " is neither an ELF nor a PE library")

    def elf(self, data):
        order = "<" if data[5] == 1 else ">"
        machine = struct.unpack(order + "H", data[18:20])[0]
        key = (machine, 64 if data[4] == 2 else 32)
        if key not in ELF:
            sys.exit("%s is for a processor that is not known here: ELF %d" % (self.path, machine))
        node, python, self.debian, self.triple = ELF[key]
        newest = [tuple(map(int, v)) for v in re.findall(rb"GLIBC_(\d+)\.(\d+)", data)]
        self.glibc = "%d.%d" % max(newest) if newest else None
        self.file = "tgsession.so"
        self.npm = "linux-" + node + ("" if newest else "-musl")
        libc = "manylinux_%d_%d" % max(newest) if newest else "musllinux_1_2"
        self.wheel = libc + "_" + python

    def pe(self, data):
        at = struct.unpack("<I", data[60:64])[0]
        machine = struct.unpack("<H", data[at + 4:at + 6])[0]
        if machine not in PE:
            sys.exit("%s is for a processor that is not known here: PE 0x%x" % (self.path, machine))
        node, python = PE[machine]
        self.debian = self.triple = self.glibc = None
        self.file = "tgsession.dll"
        self.npm = "win32-" + node
        self.wheel = "win" + ("_" if python == "amd64" else "") + python


def version():
    with open("ext/base/base.h") as f:
        return re.search(r'#define TG_VERSION "([^"]+)"', f.read()).group(1)


def when():
    return int(os.environ.get("SOURCE_DATE_EPOCH", 315532800 + 86400))


def put(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, mode)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def deb(out, built):
    """.load tgsession finds it, since the folder is one that the system looks into."""
    if not built.debian or not built.glibc:
        sys.exit(built.path + " is not for Debian")
    name = "libsqlite3-mod-tgsession"
    root = os.path.join(out, "deb-" + built.debian)
    doc = root + "/usr/share/doc/" + name
    shutil.rmtree(root, ignore_errors=True)
    put("%s/usr/lib/%s/%s" % (root, built.triple, built.file), read(built.path))
    put(doc + "/copyright", read("LICENSE"))
    put(doc + "/README.md", read("README.md"))
    for f in glob.glob("sql/*.sql"):
        put(doc + "/examples/" + os.path.basename(f), read(f))
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(root) for f in fs)
    put(root + "/DEBIAN/control", "\n".join([
        "Package: " + name, "Version: " + version(), "Architecture: " + built.debian, "Multi-Arch: same",
        "Maintainer: " + MAINTAINER, "Installed-Size: %d" % (size // 1024 + 1), "Section: libs", "Priority: optional",
        "Depends: libc6 (>= %s), zlib1g (>= 1:1.2.0), libsqlite3-0 (>= 3.31.0)" % built.glibc, "Enhances: sqlite3",
        "Description: " + SUMMARY, " " + LONG, ""]))
    for d, _, fs in os.walk(root):
        for p in [d] + [os.path.join(d, f) for f in fs]:
            os.utime(p, (when(), when()))
            os.chmod(p, 0o755 if os.path.isdir(p) else 0o644)
    path = os.path.join(out, "%s_%s_%s.deb" % (name, version(), built.debian))
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", root, path], check=True, stdout=subprocess.DEVNULL,
                   env=dict(os.environ, SOURCE_DATE_EPOCH=str(when())))
    shutil.rmtree(root)
    print(path)


def wheel(out, built):
    text = read("ext/pack/python/__init__.py").decode().replace("@VERSION@", version()).replace("@FILE@", built.file)
    info = "tgsession-%s.dist-info/" % version()
    files = {
        "tgsession/__init__.py": text.encode(),
        "tgsession/" + built.file: read(built.path),
        info + "LICENSE": read("LICENSE"),
        info + "METADATA": "\n".join([
            "Metadata-Version: 2.1", "Name: tgsession", "Version: " + version(), "Summary: " + SUMMARY,
            "License: " + LICENSE, "Requires-Python: >=3.7", "Description-Content-Type: text/markdown", "", ""
        ]).encode() + read("README.md"),
        info + "WHEEL": ("Wheel-Version: 1.0\nGenerator: tgsession\nRoot-Is-Purelib: false\nTag: py3-none-%s\n"
                         % built.wheel).encode(),
    }
    record = ""
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += "%s,sha256=%s,%d\n" % (name, digest, len(data))
    files[info + "RECORD"] = (record + info + "RECORD,,\n").encode()
    path = os.path.join(out, "tgsession-%s-py3-none-%s.whl" % (version(), built.wheel))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, time.gmtime(when())[:6])
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(entry, data)
    print(path)


def npm(out, all_built):
    root = os.path.join(out, "npm")
    shutil.rmtree(root, ignore_errors=True)
    for b in all_built:
        put("%s/prebuilt/%s/%s" % (root, b.npm, b.file), read(b.path), 0o755)
    for f in ("index.js", "index.d.ts"):
        put(root + "/" + f, read("ext/pack/npm/" + f))
    put(root + "/LICENSE", read("LICENSE"))
    put(root + "/README.md", read("README.md"))
    put(root + "/package.json", json.dumps({
        "name": "tgsession", "version": version(), "description": SUMMARY, "license": LICENSE,
        "keywords": ["sqlite", "sqlite-extension", "telegram", "session"],
        "main": "index.js", "types": "index.d.ts", "files": ["index.js", "index.d.ts", "prebuilt"],
        "os": sorted({b.npm.split("-")[0] for b in all_built}), "cpu": sorted({b.npm.split("-")[1] for b in all_built}),
    }, indent=2) + "\n")
    print(root)


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("deb", "wheel", "npm"):
        sys.exit(__doc__)
    kind, out = sys.argv[1:3]
    all_built = [Built(p) for p in sys.argv[3:]]
    os.makedirs(out, exist_ok=True)
    for old in glob.glob(out + {"deb": "/*.deb", "wheel": "/*.whl", "npm": "/*.tgz"}[kind]):
        os.remove(old)
    if kind == "npm":
        npm(out, all_built)
    else:
        for b in all_built:
            (deb if kind == "deb" else wheel)(out, b)


main()
