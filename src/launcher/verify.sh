# shellcheck shell=sh
# shellcheck disable=SC1091,SC2154  # here, target and jdk are set by ../../caravan and machine.sh
# The test command: provides what the tests need, runs Maven, and ends with the tests that were skipped.

. "$here/src/launcher/machine.sh"

verify_usage() {
  cat <<'USAGE'
Usage: caravan verify [MAVEN OPTION]...
Runs all tests of this clone with "mvn verify", to which the options are passed.

It needs a JDK, Maven and Chromium, and installs what is missing with the system's
package manager: at a terminal after asking, as root without a terminal without asking.
In any other case it prints the command that installs them.
Without Chromium the tests of the page are skipped, and the last lines say so;
if CI=true, they fail.

  -h, --help   Show this help message and exit.

Examples:
  ./caravan verify
  ./caravan verify -Dtest.excluded=none    with the tests that take over 20 seconds each

JAVA_HOME names the JDK and CHROME_BIN the browser, if they are not on the PATH.
Exit codes: 0 passed, 1 a test, the build or an installation failed, 2 something is missing.
USAGE
}

verify() {
  for option in "$@"; do
    case $option in -h | --help) verify_usage && exit 0 ;; esac
  done
  provide jdk maven chromium
  say "Running mvn verify (about 9 minutes on two cores; the first time, Maven also downloads about 450 MB)..."
  skipped="$target/skipped-tests"
  rm -rf "$skipped"
  # At a terminal Maven shows its downloads as they go; elsewhere each would be two lines.
  if [ ! -t 1 ] || [ "${CI:-}" = true ]; then set -- -B -ntp "$@"; fi
  result=0
  # Of skipped tests it is said here, after everything else, and not by Ant in the build.
  JAVA_HOME="$jdk" mvn -f "$here/pom.xml" -Dmaven.antrun.skip=true verify "$@" || result=$?
  for reason in "$skipped"/*.txt; do
    [ ! -f "$reason" ] || while read -r line; do say "$line"; done <"$reason"
  done
  exit "$result"
}
