// Small SVG charts for the benchmark page: grouped bars and lines, readable on light and dark pages.
export interface BarGroup {
  readonly label: string;
  readonly bars: readonly { readonly name: string; readonly value: number; readonly text: string }[];
}

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const width = 720;
const height = 320;
const plot = { left: 72, right: 16, top: 48, bottom: 48 } as const;
const colours = ['#2f6f9f', '#b8860b', '#7a4f9a', '#3b7d4f'];
const style =
  'text{font:12px system-ui,sans-serif;fill:#333}.t{font-size:15px;font-weight:600}.g{stroke:#ccc;stroke-width:1}' +
  '@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#555}}';

/** Bars side by side in each group, all on one scale from zero. */
export function barChart(title: string, unit: string, groups: readonly BarGroup[]): string {
  const top = niceTop(Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value))));
  const groupWidth = (width - plot.left - plot.right) / groups.length;
  const parts = groups.flatMap(({ label, bars }, at) => {
    const left = plot.left + at * groupWidth;
    const barWidth = Math.min(64, (groupWidth * 0.8) / bars.length);
    const first = left + (groupWidth - barWidth * bars.length) / 2;
    const drawn = bars.map(({ value, text }, index) => {
      const y = yOf(value, top);
      const x = first + index * barWidth;
      return (
        `<rect x="${n(x)}" y="${n(y)}" width="${n(barWidth - 4)}" height="${n(yOf(0, top) - y)}" fill="${colour(index)}"/>` +
        `<text x="${n(x + barWidth / 2 - 2)}" y="${n(y - 5)}" text-anchor="middle">${escaped(text)}</text>`
      );
    });
    return [
      ...drawn,
      `<text x="${n(left + groupWidth / 2)}" y="${height - 26}" text-anchor="middle">${escaped(label)}</text>`,
    ];
  });
  const names = groups[0]?.bars.map(({ name }) => name) ?? [];
  return page(title, [...grid(top, unit), ...parts, ...legend(names)]);
}

/** Lines over one pair of axes, both from zero. */
export function lineChart(title: string, xUnit: string, yUnit: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const top = niceTop(Math.max(...all.map(([, y]) => y)));
  const end = niceTop(Math.max(...all.map(([x]) => x)));
  const xOf = (x: number) => plot.left + ((width - plot.left - plot.right) * x) / end;
  const drawn = lines.map(({ points }, index) => {
    const path = points.map(([x, y]) => `${n(xOf(x))},${n(yOf(y, top))}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colour(index)}" stroke-width="2"/>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => `<text x="${n(xOf(share * end))}" y="${height - 26}" text-anchor="middle">${short(share * end)}</text>`,
  );
  const axis = `<text x="${width - plot.right}" y="${height - 8}" text-anchor="end">${escaped(xUnit)}</text>`;
  return page(title, [...grid(top, yUnit), ...drawn, ...ticks, axis, ...legend(lines.map(({ name }) => name))]);
}

/** What share of the values is at most so large, as a line to draw. */
export function distribution(name: string, values: readonly number[]): Line {
  const sorted = [...values].sort((a, b) => a - b);
  const every = Math.ceil(sorted.length / 200);
  const points = sorted.map((value, index) => [value, ((index + 1) * 100) / sorted.length] as const);
  return { name, points: points.filter((_, index) => index % every === 0 || index === points.length - 1) };
}

function page(title: string, parts: readonly string[]): string {
  const heading = `<text class="t" x="16" y="24">${escaped(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><style>${style}</style>${heading}${parts.join('')}</svg>\n`;
}

function grid(top: number, unit: string): readonly string[] {
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = yOf(share * top, top);
    return (
      `<line class="g" x1="${plot.left}" x2="${width - plot.right}" y1="${n(y)}" y2="${n(y)}"/>` +
      `<text x="${plot.left - 6}" y="${n(y + 4)}" text-anchor="end">${short(share * top)}</text>`
    );
  });
  return [...lines, `<text x="16" y="${plot.top - 8}">${escaped(unit)}</text>`];
}

function legend(names: readonly string[]): readonly string[] {
  return names.map((name, index) => {
    const x = plot.left + index * 200;
    return `<rect x="${x}" y="${height - 16}" width="10" height="10" fill="${colour(index)}"/><text x="${x + 14}" y="${height - 7}">${escaped(name)}</text>`;
  });
}

const yOf = (value: number, top: number): number =>
  height - plot.bottom - ((height - plot.top - plot.bottom) * value) / top;

/** The next 1, 2, 2.5 or 5 times a power of ten. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

const short = (value: number): string => {
  if (value >= 1e6) return `${Math.round(value / 1e4) / 100} M`;
  if (value >= 1e4) return `${Math.round(value / 1e3)} k`;
  return String(Math.round(value * 100) / 100);
};
const n = (value: number): string => String(Math.round(value * 10) / 10);
const colour = (index: number): string => colours[index % colours.length] ?? '#000';
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
