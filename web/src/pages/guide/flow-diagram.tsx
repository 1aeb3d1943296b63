// The event flow as a drawing: horizontal on a wide screen, vertical on a phone. The steps beside it say the same in
// text.

interface Box {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly lines: readonly [string, string];
  /** Column and row of the grid. */
  readonly at: readonly [column: number, row: number];
  readonly tone?: 'store' | 'queue' | 'bad';
}

const boxes: readonly Box[] = [
  {
    key: 'accept',
    number: '1',
    title: 'Accept',
    lines: ['submission, service request', 'and event, one transaction'],
    at: [0, 0],
  },
  { key: 'relay', number: '2', title: 'Relay', lines: ['reads the table’s stream,', 'sends to the queue'], at: [1, 0] },
  {
    key: 'queue',
    number: '',
    title: 'Work queue',
    lines: ['at least once,', 'in any order'],
    at: [2, 0],
    tone: 'queue',
  },
  {
    key: 'sync',
    number: '3',
    title: 'Sync worker',
    lines: ['case, object, lineage', 'and sync log'],
    at: [3, 0],
  },
  {
    key: 'projector',
    number: '4',
    title: 'Projector',
    lines: ['reads the stream,', 'writes the rows you see'],
    at: [4, 0],
  },
  { key: 'change', number: '5', title: 'Status change', lines: ['case, history', 'and event'], at: [0, 1] },
  {
    key: 'parked',
    number: '6',
    title: 'Dead letters',
    lines: ['parked with their cause,', 'redriven by an operator'],
    at: [3, 1],
    tone: 'bad',
  },
];

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly dashed?: boolean;
}

const arrows: readonly Arrow[] = [
  { from: 'accept', to: 'relay', label: 'stream' },
  { from: 'change', to: 'relay', label: 'stream' },
  { from: 'relay', to: 'queue' },
  { from: 'queue', to: 'sync' },
  { from: 'sync', to: 'projector', label: 'stream' },
  { from: 'sync', to: 'parked', label: 'after all attempts', dashed: true },
  { from: 'parked', to: 'queue', label: 'redrive', dashed: true },
];

const size = { width: 172, height: 84 } as const;

interface Plan {
  readonly className: string;
  readonly width: number;
  readonly height: number;
  readonly place: (box: Box) => { readonly x: number; readonly y: number };
}

const across: Plan = {
  className: 'flow__drawing flow__drawing--across',
  width: 1080,
  height: 268,
  place: ({ at: [column, row] }) => ({ x: 4 + column * 225, y: 4 + row * 176 }),
};

/** Order from top to bottom; side branches are on the right. */
const downOrder: Readonly<Record<string, readonly [column: number, row: number]>> = {
  accept: [0, 0],
  change: [1, 0],
  relay: [0, 1],
  queue: [0, 2],
  sync: [0, 3],
  parked: [1, 3],
  projector: [0, 4],
};

const down: Plan = {
  className: 'flow__drawing flow__drawing--down',
  width: 384,
  height: 620,
  place: ({ key }) => {
    const [column, row] = downOrder[key] ?? [0, 0];
    return { x: 4 + column * 204, y: 4 + row * 132 };
  },
};

export function FlowDiagram() {
  return (
    <>
      <Drawing plan={across} direction="across" />
      <Drawing plan={down} direction="down" />
    </>
  );
}

function Drawing({ plan, direction }: { plan: Plan; direction: 'across' | 'down' }) {
  const head = `flow-head-${direction}`;
  return (
    <svg
      class={plan.className}
      viewBox={`0 0 ${plan.width} ${plan.height}`}
      role="img"
      aria-label="Accepted requests and status changes go through the relay and the work queue to the sync worker, then to the projector; failed messages are parked and can be redriven."
    >
      <defs>
        <marker id={head} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path class="flow__head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {arrows.map((arrow) => (
        <ArrowLine key={`${arrow.from}-${arrow.to}`} arrow={arrow} plan={plan} head={head} />
      ))}
      {boxes.map((box) => (
        <BoxShape key={box.key} box={box} plan={plan} />
      ))}
    </svg>
  );
}

function BoxShape({ box, plan }: { box: Box; plan: Plan }) {
  const { x, y } = plan.place(box);
  return (
    <g class={`flow__box flow__box--${box.tone ?? 'step'}`} transform={`translate(${x} ${y})`}>
      <rect width={size.width} height={size.height} rx={box.tone === 'queue' ? size.height / 2 : 10} />
      <text class="flow__title" x={size.width / 2} y="27">
        {box.number === '' ? box.title : `${box.number}  ${box.title}`}
      </text>
      {box.lines.map((line, index) => (
        <text key={line} class="flow__line" x={size.width / 2} y={48 + index * 17}>
          {line}
        </text>
      ))}
    </g>
  );
}

function ArrowLine({ arrow, plan, head }: { arrow: Arrow; plan: Plan; head: string }) {
  const from = boxes.find(({ key }) => key === arrow.from);
  const to = boxes.find(({ key }) => key === arrow.to);
  if (from === undefined || to === undefined) return null;
  const { start, end } = ends(plan.place(from), plan.place(to));
  return (
    <g class={`flow__arrow ${arrow.dashed === true ? 'flow__arrow--dashed' : ''}`}>
      <path d={`M${start.x} ${start.y}L${end.x} ${end.y}`} marker-end={`url(#${head})`} />
      {arrow.label !== undefined && hasRoom(arrow.label, start, end) && (
        <text x={(start.x + end.x) / 2} y={(start.y + end.y) / 2 - 6}>
          {arrow.label}
        </text>
      )}
    </g>
  );
}

/** Approximate pixels per character. */
const perCharacter = 6.5;

/** A horizontal line must be as long as its label; a vertical one has room beside it. */
const hasRoom = (label: string, start: Corner, end: Corner): boolean =>
  Math.abs(end.y - start.y) > 20 || Math.abs(end.x - start.x) > label.length * perCharacter;

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** End points of a line, on the facing sides of its two boxes. */
function ends(from: Corner, to: Corner): { start: Corner; end: Corner } {
  const middle = (corner: Corner) => ({ x: corner.x + size.width / 2, y: corner.y + size.height / 2 });
  const a = middle(from);
  const b = middle(to);
  if (Math.abs(to.x - from.x) >= size.width) {
    const right = to.x > from.x;
    return {
      start: { x: from.x + (right ? size.width : 0), y: a.y },
      end: { x: to.x + (right ? -3 : size.width + 3), y: b.y },
    };
  }
  const below = to.y > from.y;
  return {
    start: { x: a.x, y: from.y + (below ? size.height : 0) },
    end: { x: b.x, y: to.y + (below ? -3 : size.height + 3) },
  };
}
