import { expect, it } from 'vitest';
import { ClockSync } from './clockSync';

it('believes the fastest answer, and forgets it after a minute', () => {
  const sync = new ClockSync();
  const server = (ms: number) => 1_000_000 + ms * 48;
  expect(sync.at(0)).toBeUndefined();
  sync.add(0, 100, server(90)); // 80 ms there, 10 ms back: off by 40 ms
  expect(sync.at(100)).toBeCloseTo(server(140), 3);
  sync.add(200, 204, server(202));
  sync.add(300, 500, server(310));
  expect(sync.at(1_000)).toBeCloseTo(server(1_000), 3);
  expect(sync.rttMs).toBe(4);
  sync.add(70_000, 70_050, server(70_025));
  expect(sync.rttMs).toBe(50);
});
