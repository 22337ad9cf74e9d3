// Formats numbers and times for people.

/** Such as "$0.04"; an amount below one cent has two significant digits. */
export function dollars(amount) {
  const digits = amount >= 0.01 || amount === 0 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)));
  return `$${amount.toFixed(digits)}`;
}

export function seconds(milliseconds) {
  const value = milliseconds / 1000;
  return value < 60
    ? `${value.toFixed(value < 10 ? 1 : 0)} s`
    : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

export function bytes(count) {
  if (count < 1000) {
    return `${count} bytes`;
  }
  return count < 1e6 ? `${Math.round(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

export function ago(time) {
  const passed = (Date.now() - Date.parse(time)) / 1000;
  const [unit, length] = UNITS.find(([, length]) => passed >= length) ?? [];
  return unit ? RELATIVE.format(-Math.floor(passed / length), unit) : "just now";
}

const DAY = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
const YEAR = { ...DAY, year: "numeric" };

export function exactly(time) {
  const then = new Date(time);
  return then.toLocaleString("en", then.getFullYear() === new Date().getFullYear() ? DAY : YEAR);
}

/** Width divided by height of a ratio such as "16:9"; 1 if there is none. */
export function proportion(aspectRatio) {
  const [width, height] = (aspectRatio ?? "").split(":").map(Number);
  return width > 0 && height > 0 ? width / height : 1;
}
