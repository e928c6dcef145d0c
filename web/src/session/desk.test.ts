import { describe, expect, it } from 'vitest';
import type { RosterRow, ServerMessage } from '../net/control';
import type { Item } from '../net/desk';
import { FakeSession } from '../ui/fake/fakeSession';
import { choirRoom, person } from '../ui/fake/people';
import type { Desk } from './desk';

const item = (id: string, title = id): Item => ({ id, kind: 'song', title });

const list = (version: number, items: Item[], more: Partial<ServerMessage> = {}): ServerMessage =>
  ({ type: 'setlist', version, order: items.map((i) => i.id), items, whole: true, ...more }) as ServerMessage;

const conflict: ServerMessage = { type: 'error', code: 'conflict', message: '', about: 'setlist' };

function withList(): { session: FakeSession; desk: Desk } {
  const session = new FakeSession();
  session.desk.received(list(4, [item('a'), item('b')]));
  return { session, desk: session.desk };
}

describe('the set list', () => {
  it('comes whole in several messages, then by what changed', () => {
    const { desk } = withList();
    expect([...(desk.setList.value?.items.keys() ?? [])]).toEqual(['a', 'b']);
    desk.received({ type: 'setlist', version: 5, order: ['c', 'a'], items: [item('c')], gone: ['b'] });
    expect(desk.setList.value?.order).toEqual(['c', 'a']);
    expect([...(desk.setList.value?.items.keys() ?? [])]).toEqual(['a', 'c']);
    desk.received(list(6, [item('x')], { more: true } as never));
    expect(desk.setList.value?.version).toBe(5);
    desk.received({ type: 'setlist', version: 6, order: ['x', 'y'], items: [item('y')], whole: true });
    expect([...(desk.setList.value?.items.keys() ?? [])]).toEqual(['x', 'y']);
  });

  it('makes one edit after the other, each of the newest version', () => {
    const { session, desk } = withList();
    desk.edit({ put: [item('c')] });
    desk.edit({ remove: ['a'] });
    expect(session.sent).toEqual([{ type: 'setlist', base: 4, put: [item('c')] }]);
    desk.received({ type: 'setlist', version: 5, order: ['a', 'b', 'c'], items: [item('c')] });
    expect(session.sent.at(-1)).toEqual({ type: 'setlist', base: 5, remove: ['a'] });
  });

  it('makes an edit that came second once more, but no order of a list that is no more', () => {
    const { session, desk } = withList();
    desk.edit({ put: [item('c')], order: ['c', 'a', 'b'] });
    // Somebody else's came first; the list may come before the refusal or after it.
    desk.received({ type: 'setlist', version: 8, order: ['z'], items: [item('z')], gone: ['a', 'b'] });
    desk.received(list(9, [item('z')]));
    desk.received(conflict);
    expect(session.sent.at(-1)).toEqual({ type: 'setlist', base: 9, put: [item('c')] });
    desk.received({ type: 'setlist', version: 10, order: ['z', 'c'], items: [item('c')] });
    desk.edit({ order: ['c', 'z'] });
    desk.received(conflict);
    desk.received(list(11, [item('q')]));
    expect(session.sent.map((m) => (m as { base: number }).base)).toEqual([4, 9, 10]);
    expect(desk.conflict.value).toBe(true);
  });

  it('goes on after an edit that the server does not take', () => {
    const { session, desk } = withList();
    desk.edit({ put: [item('c')] });
    desk.edit({ remove: ['a'] });
    desk.received({ type: 'error', code: 'too-long', message: '', about: 'setlist' });
    expect(session.sent.at(-1)).toEqual({ type: 'setlist', base: 4, remove: ['a'] });
  });
});

describe('the strips', () => {
  function opened(): { session: FakeSession; desk: Desk; close: () => void } {
    const session = new FakeSession();
    session.room.value = choirRoom();
    const close = session.desk.open();
    return { session, desk: session.desk, close };
  }

  it('are asked for while somebody looks, and again after each welcome', () => {
    const { session, desk, close } = opened();
    const second = desk.open();
    second();
    second();
    desk.received({ type: 'welcome' } as ServerMessage);
    close();
    expect(session.sent).toEqual([
      { type: 'desk', on: true },
      { type: 'desk', on: true },
      { type: 'desk', on: false },
    ]);
  });

  it('put together what the roster says and what was measured', () => {
    const { desk } = opened();
    desk.received({ type: 'strips', rows: [{ id: '2', level: -23, noise: -60, late: 4, section: 'Alto' }] });
    desk.received({ type: 'strips', rows: [{ id: '2', level: -30 }] });
    expect(desk.strip('2')?.value).toMatchObject({ name: 'Ben', section: 'Alto' });
    expect(desk.figures('2')?.value).toEqual({ level: -30, noise: -60, late: 4 });
  });

  it('change one by one: nobody else is drawn anew', () => {
    const { session, desk } = opened();
    const drawn: string[] = [];
    const stops = ['1', '2', '3'].flatMap((id) => [
      desk.strip(id)?.subscribe(() => drawn.push(id)),
      desk.figures(id)?.subscribe(() => drawn.push(`${id} figures`)),
    ]);
    drawn.length = 0;
    const room = session.room.value as NonNullable<typeof session.room.value>;
    const ben = room.people.get('2') as RosterRow;
    session.room.value = { ...room, people: new Map(room.people).set('2', { ...ben, muted: true }) };
    desk.received({ type: 'strips', rows: [{ id: '3', level: -40 }] });
    expect(drawn).toEqual(['2', '3 figures']);
    for (const stop of stops) stop?.();
  });

  it('come and go, and tell when their order changed', () => {
    const { session, desk } = opened();
    const room = session.room.value as NonNullable<typeof session.room.value>;
    const people = new Map(room.people).set('99', person('99', 'Gustav', 4));
    people.delete('2');
    session.room.value = { ...room, people };
    expect(desk.ids.value).toContain('99');
    expect(desk.strip('2')).toBeUndefined();
    const before = desk.order.value;
    desk.received({ type: 'strips', rows: [{ id: '99', level: -40 }] });
    expect(desk.order.value).toBe(before);
    desk.received({ type: 'strips', rows: [{ id: '99', section: 'Bass' }] });
    expect(desk.order.value).toBe(before + 1);
  });
});

describe('rows', () => {
  it('have the numbers that people see, counted from the front, whatever the server calls the last one', () => {
    const session = new FakeSession();
    const seated = (id: string, bucket: number): RosterRow => ({ ...person(id, `P${id}`, bucket) });
    const people = new Map(['1', '2', '3'].map((id, i) => [id, seated(id, [1, 2, 9][i] as number)]));
    session.room.value = { ...choirRoom(), people };
    const close = session.desk.open();
    expect([...session.desk.rowNumbers.value]).toEqual([
      [1, 1],
      [2, 2],
      [9, 3],
    ]);
    const before = session.desk.rowNumbers.value;
    const muted = { ...seated('2', 2), muted: true };
    session.room.value = { ...choirRoom(), people: new Map([...people, ['2', muted]]) };
    expect(session.desk.rowNumbers.value).toBe(before);
    session.room.value = { ...choirRoom(), people: new Map([...people, ['2', seated('2', 9)]]) };
    expect([...session.desk.rowNumbers.value]).toEqual([
      [1, 1],
      [9, 2],
    ]);
    close();
  });
});
