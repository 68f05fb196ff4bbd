import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { printable } from '../../text.js';

/** Colours that are told apart by those who see colours differently, too, and stand out from white by 4.5 to 1 at least. */
const COLOURS = { allowed: '#1f6fb2', refused: '#b3410e', text: '#333333', line: '#dddddd' };
const FONT = 'system-ui, sans-serif';
const FONT_SIZE = 13;
/** Characters of a label that a chart has room for; the table beside it has all. */
const LABEL_LENGTH = { wide: 40, narrow: 18 };
const WIDTHS = { wide: 860, narrow: 340 };
const UPRIGHT_HEIGHT = 260;
const BAR_HEIGHT = 28;
const MARGIN = 70;
/** In pixels. */
const LEAST_ROOM = 8;
const ROOM_PER_CHARACTER = 1.8;
/** XML has no such characters (XML 1.0, Char). */
const NO_CHARACTERS = /[\ufffe\uffff]/g;

/** How much a bar is, and what it stands for. */
export interface Bar {
  readonly label: string;
  readonly accesses: number;
  readonly refused: number;
}

export interface ChartOptions {
  /** Whether bars lie, with room for long labels, or stand, for what has an order of its own. */
  readonly direction: 'lying' | 'standing';
  readonly size: 'wide' | 'narrow';
}

/** Draws bars of allowed and refused accesses. @returns an SVG document */
export function drawBars(bars: readonly Bar[], { direction, size }: ChartOptions): string {
  use();
  const lying = direction === 'lying';
  const width = WIDTHS[size];
  const height = lying ? MARGIN + BAR_HEIGHT * bars.length : UPRIGHT_HEIGHT;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    const shown = lying ? bars.toReversed() : bars;
    const label = { color: COLOURS.text, fontFamily: FONT, fontSize: FONT_SIZE };
    const categories = {
      type: 'category' as const,
      data: shown.map((bar) => shortened(bar.label, LABEL_LENGTH[size])),
      axisLabel: { ...label, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.line } },
    };
    const values = {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { ...label, hideOverlap: true },
      splitNumber: size === 'wide' ? 5 : 3,
      splitLine: { lineStyle: { color: COLOURS.line } },
    };
    const series = (name: string, color: string, data: readonly number[]) => ({
      type: 'bar' as const,
      name,
      stack: 'all',
      silent: true,
      barMaxWidth: 36,
      itemStyle: { color },
      data: [...data],
    });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: FONT },
      legend: { top: 0, left: 0, silent: true, itemWidth: 14, itemGap: 24, textStyle: label },
      grid: {
        top: 36,
        left: labelRoom(lying ? categories.data : []),
        right: 24,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: lying ? values : categories,
      yAxis: lying ? categories : values,
      series: [
        series(
          'Allowed',
          COLOURS.allowed,
          shown.map(({ accesses, refused }) => accesses - refused),
        ),
        series(
          'Refused',
          COLOURS.refused,
          shown.map(({ refused }) => refused),
        ),
      ],
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** What labels need beyond the width that the library takes them for: it cannot measure the reader's font. */
function labelRoom(labels: readonly string[]): number {
  return LEAST_ROOM + Math.ceil(Math.max(0, ...labels.map(({ length }) => length)) * ROOM_PER_CHARACTER);
}

let used = false;
function use(): void {
  if (!used) echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer]);
  used = true;
}

/** A value from outside as a label: harmless, and no longer than there is room for. */
function shortened(text: string, length: number): string {
  const characters = Array.from(printable(text.slice(0, 4 * length)).replace(NO_CHARACTERS, '\ufffd'));
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}
