const count = (value) => value.toLocaleString("en");

function seconds(value) {
  if (value < 10) return `${value.toFixed(value < 1 ? 2 : 1)} s`;
  return `${count(Math.round(value))} s`;
}

function bytes(value) {
  if (value < 1e6) return `${count(Math.round(value / 1e3))} kB`;
  return `${count(Number((value / 1e6).toFixed(value < 1e7 ? 1 : 0)))} MB`;
}

module.exports = { bytes, count, seconds };
