# shellcheck shell=sh
# shellcheck disable=SC2154  # java_home and target are set by ../../caravan
# Finds out what this machine lacks for a build or for the tests, and installs it with the system's package manager.
# ../../caravan reads this file only if it has something to build, to test or to find. Needs: jdk, maven, chromium.

# provide NEED...: returns if this machine has all of them or if they could be installed. Sets jdk to the JDK's home.
# Chromium alone never stops it, because only the tests of the page need one.
provide() {
  look_for "$@"
  [ -n "$missing" ] || return 0
  say "This machine lacks:"
  for need in $missing; do say "  $(describe "$need")"; done
  find_manager
  if [ -z "$manager" ]; then
    say "There is no package manager that this command knows: apt-get, dnf, zypper, pacman or brew."
    # shellcheck disable=SC2086  # needs are words
    by_hand $missing
    stop_or_do_without
  elif may_install; then
    install_packages
    hash -r
    look_for "$@"
    if [ -n "$required" ]; then
      say "$manager has installed what it offers, but this machine still lacks:"
      for need in $required; do say "  $(describe "$need")"; done
      # shellcheck disable=SC2086  # needs are words
      by_hand $required
      stop_or_do_without
    fi
  else
    print_command
  fi
}

# Sets missing to the needs that are not met, and required to the same without Chromium.
look_for() {
  jdk='' missing='' required=''
  for need in "$@"; do
    "has_$need" && continue
    missing="$missing $need"
    [ "$need" = chromium ] || required="$required $need"
  done
}

has_jdk() { find_home javac && jdk=$java_home; }

# Maven can't tell its version without a JDK. If there is none, the version is looked at after the installation.
has_maven() {
  maven_version=''
  command -v mvn >/dev/null || return 1
  [ -n "$jdk" ] || return 0
  maven_version=$(JAVA_HOME="$jdk" mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  case $maven_version in '' | [0-2].* | 3.[0-7] | 3.[0-7].*) return 1 ;; esac
}

# Chromium.java looks in the same places.
has_chromium() {
  if [ -n "${CHROME_BIN:-}" ]; then
    [ -f "$CHROME_BIN" ] && [ -x "$CHROME_BIN" ] && return 0
    say "CHROME_BIN is $CHROME_BIN, which is not an executable file. Set it to a Chromium or Chrome, or unset it."
    exit 2
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return 0
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
    [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

describe() {
  version=''
  case $1 in
    jdk)
      if find_home java; then
        echo "a JDK, 17 or later (Java $version in $java_home is only a runtime: no javac)"
      else
        echo "a JDK, 17 or later${version:+ (Java $version is too old)}"
      fi
      ;;
    maven) echo "Maven, 3.8 or later${maven_version:+ (Maven $maven_version is too old)}" ;;
    chromium) echo "Chromium or Chrome, in which the page is tested" ;;
  esac
}

# Sets manager to the first package manager on the PATH, and refresh, install and sudo to how it is called.
find_manager() {
  manager='' refresh='' sudo=''
  for name in apt-get dnf zypper pacman brew; do
    command -v "$name" >/dev/null && manager=$name && break
  done
  case $manager in
    apt-get) refresh='apt-get update' install='apt-get install -y --no-install-recommends' ;;
    dnf) install='dnf install -y' ;;
    zypper) install='zypper --non-interactive install' ;;
    pacman) install='pacman -Sy --needed --noconfirm' ;;
    brew) install='brew install' ;;
  esac
  user=$(id -u)
  # Homebrew belongs to a user and asks for a password itself if it needs one.
  [ "$user" -eq 0 ] || [ "$manager" = brew ] || ! command -v sudo >/dev/null || sudo=sudo
}

# A person is asked. In a container or in CI, where nobody can be asked, root may install. Nobody else may.
may_install() {
  if [ "${CI:-}" = true ] || [ ! -t 0 ] || [ ! -t 2 ]; then
    [ "$user" -eq 0 ]
    return
  fi
  [ "$user" -eq 0 ] || [ -n "$sudo" ] || [ "$manager" = brew ] || return 1
  printf 'caravan: Install this with %s now? [Y/n] ' "${sudo:+sudo }$manager" >&2
  read -r answer || { answer=n && echo >&2; }
  case $answer in '' | [yY]*) ;; *) return 1 ;; esac
  # Asks for the password here, because the output of the installation goes to a file.
  [ -z "$sudo" ] || sudo -v
}

# Prints the packages for a need; nothing if there is none. Of JDKs it takes the newest with long-term support.
package_for() {
  case $manager-$1 in
    apt-get-jdk)
      first_known openjdk-25-jdk-headless openjdk-21-jdk-headless openjdk-17-jdk-headless || echo default-jdk-headless
      ;;
    # Every Debian and Ubuntu has default-jdk-headless. If apt doesn't know it, its lists are empty, and this is a guess.
    # Chromium only recommends the fonts, but without them no text of the page has a size.
    apt-get-chromium) ! known chromium && known default-jdk-headless || echo chromium fonts-liberation ;;
    dnf-jdk | zypper-jdk) first_known java-25-openjdk-devel java-21-openjdk-devel java-17-openjdk-devel || true ;;
    dnf-* | zypper-*) first_known "$1" || true ;;
    pacman-jdk) echo jdk-openjdk ;;
    brew-jdk) echo openjdk ;;
    # Homebrew has browsers for macOS only.
    brew-chromium) [ "$(uname -s)" != Darwin ] || echo google-chrome ;;
    *) echo "$1" ;;
  esac
}

first_known() {
  for name in "$@"; do
    if known "$name"; then
      echo "$name"
      return 0
    fi
  done
  return 1
}

known() {
  case $manager in
    apt-get) LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]' ;;
    dnf) dnf -q info "$1" >/dev/null 2>&1 ;;
    zypper) zypper --non-interactive search --match-exact "$1" >/dev/null 2>&1 ;;
  esac
}

# Sets packages to the names for these needs, and nameless to the needs for which there is no package.
name_packages() {
  packages='' nameless=''
  for need in "$@"; do
    # shellcheck disable=SC2046  # a need may take two packages
    set -- $(package_for "$need")
    [ $# -gt 0 ] || nameless="$nameless $need"
    packages="${packages:+$packages }$*"
  done
}

# One command after the other, so that a missing browser doesn't keep the JDK and Maven away.
# shellcheck disable=SC2086  # names, needs and commands are words
install_packages() {
  mkdir -p "$target"
  installation="$target/launcher-install.log"
  if [ -n "$refresh" ]; then
    say "Running ${sudo:+sudo }$refresh..."
    logged "$installation" $sudo $refresh || say "It failed ($installation says why); going on with the older lists."
  fi
  name_packages $required
  if [ -n "$nameless" ]; then
    say_nameless
    stop_or_do_without
  fi
  [ -z "$packages" ] || install_now || exit 1
  [ "$missing" != "$required" ] || return 0
  name_packages chromium
  if [ -n "$nameless" ]; then
    say_nameless
  elif install_now; then
    return 0
  fi
  required=''
  stop_or_do_without
}

# shellcheck disable=SC2086
install_now() {
  say "Running ${sudo:+sudo }$install $packages..."
  logged "$installation" $sudo env DEBIAN_FRONTEND=noninteractive $install $packages && return 0
  say "The installation failed; the end of $installation says why:"
  tail -n 10 "$installation" >&2
  return 1
}

# shellcheck disable=SC2086
print_command() {
  name_packages $missing
  if [ -n "$packages" ]; then
    as=''
    [ "$user" -eq 0 ] || [ "$manager" = brew ] || [ -n "$sudo" ] || as=' as root'
    say "To install it, run$as:"
    # Without a prefix, so that it can be copied.
    echo "  ${refresh:+${sudo:+sudo }$refresh && }${sudo:+sudo }$install $packages" >&2
  fi
  [ -z "$nameless" ] || say_nameless
  stop_or_do_without
}

say_nameless() {
  for need in $nameless; do say "$manager has no package of $(describe "$need")."; done
  # shellcheck disable=SC2086
  by_hand $nameless
}

by_hand() {
  say "Install it yourself, then run this again:"
  for need in "$@"; do
    case $need in
      jdk) say "  a JDK from https://adoptium.net; set JAVA_HOME to its folder" ;;
      maven) say "  Maven from https://maven.apache.org/download.cgi; put its bin folder first on the PATH" ;;
      chromium) say "  Chromium or Chrome; set CHROME_BIN to its executable if it isn't on the PATH" ;;
    esac
  done
}

# A build can't do without a JDK and Maven. The tests can do without a browser, except in CI, where JUnit fails them.
stop_or_do_without() {
  [ -z "$required" ] || exit 2
  if [ "${CI:-}" = true ]; then
    say "CI is true, so the tests of the page will fail without a browser."
  else
    say "Going on without a browser: the tests of the page will be skipped."
  fi
}
