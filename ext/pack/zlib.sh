# The source of zlib, for what can't take the system's library: WebAssembly, musl.
#
#     sh ext/pack/zlib.sh build/wasm/zlib
#
# It is Debian's; apt gets lists of its own, below that folder, for most systems have none of sources.
set -eu
dir=${1:?usage: zlib.sh FOLDER}
[ ! -f "$dir/inflate.c" ] || exit 0
mkdir -p "$dir/apt/lists/partial"
dir=$(cd "$dir" && pwd)
set -- $(apt-get indextargets --format '$(SITE) $(CODENAME)' 'Created-By: Packages' | sort -u | head -n 1)
key=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb-src $([ ! -f $key ] || echo "[signed-by=$key]") $1 $2 main" >"$dir/apt/sources"
o="-o Dir::Etc::sourcelist=$dir/apt/sources -o Dir::Etc::sourceparts=- -o Dir::State::lists=$dir/apt/lists"
apt-get $o update
cd "$dir"
apt-get $o source --download-only zlib
tar xf zlib_*.orig.tar.* --strip-components=1
