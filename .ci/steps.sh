# What .ci/run and .ci/release share: steps that are counted and timed, and the closing lines. Sourced by both.
set -uo pipefail

passed=0
failed=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
: >"$results/durations"

# Writes down how long a step took, in seconds with two digits.
took() { # NAME STARTED
  awk -v started="$2" -v ended="$(date +%s.%N)" -v name="$1" 'BEGIN { printf "%.2f\t%s\n", ended - started, name }' \
    >>"$results/durations"
}

step() { # NAME COMMAND…
  local name=$1 started
  shift
  printf '\n== %s\n' "$name"
  started=$(date +%s.%N)
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); printf '== %s FAILED\n' "$name"; fi
  took "$name" "$started"
}

# Starts a step's command beside others; `joined NAME` is the step that waits for it and prints what it said.
background() { # NAME COMMAND…
  local name=$1
  shift
  {
    started=$(date +%s.%N)
    "$@"
    status=$?
    took "$name, beside others" "$started"
    exit "$status"
  } >"$results/$name.log" 2>&1 &
  echo $! >"$results/$name.pid"
}

joined() { # NAME
  local status
  wait "$(cat "$results/$1.pid")"
  status=$?
  cat "$results/$1.log"
  return "$status"
}

# Runs one of the documented test commands and counts its tests; a skipped test counts as a failure.
tests() { # NAME COMMAND…
  local name=$1 report="$results/$1.json" status counts ok bad started
  shift
  printf '\n== %s\n' "$name"
  started=$(date +%s.%N)
  "$@" -- --reporter=default --reporter=json --outputFile.json="$report"
  status=$?
  took "$name" "$started"
  if ! counts=$(node -e '
    const { appendFileSync, readFileSync } = require("node:fs");
    const [, report, durations] = process.argv;
    const r = JSON.parse(readFileSync(report, "utf8"));
    const files = r.testResults.map(({ name, startTime, endTime }) => [
      ((endTime - startTime) / 1000).toFixed(2), name.slice(process.cwd().length + 1),
    ]);
    appendFileSync(durations, files.map((row) => row.join("\t") + "\n").join(""));
    console.log(r.numPassedTests, r.numFailedTests + r.numPendingTests + r.numTodoTests);
  ' "$report" "$results/durations"); then
    failed=$((failed + 1))
    return
  fi
  read -r ok bad <<<"$counts"
  passed=$((passed + ok))
  failed=$((failed + bad))
  [ "$bad" -eq 0 ] || printf '== %s: %s failed or skipped\n' "$*" "$bad"
  [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || failed=$((failed + 1))
}

install_debian_packages() {
  local missing=()
  command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || missing+=(mosquitto)
  command -v age >/dev/null || missing+=(age)
  command -v strace >/dev/null || missing+=(strace)
  command -v python3 >/dev/null || missing+=(python3)
  command -v chromium >/dev/null || missing+=(chromium)
  # A page in Japanese needs a font that has it.
  fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} -eq 0 ] && return 0
  [ "$(id -u)" -eq 0 ] || { echo "not root: cannot install ${missing[*]}"; return 1; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The ten longest steps and test files, and the closing line.
finish() {
  printf '\n== The ten longest, in seconds\n'
  sort -rn "$results/durations" | head -n 10
  [ "$failed" -eq 0 ] && printf '\nAll steps done.\n' || printf '\nSomething failed: see above.\n'
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
