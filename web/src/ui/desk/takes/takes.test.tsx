// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileError } from '../../../session/roomHttp';
import type { Take } from '../../../session/takes';
import { load } from '../../../text';
import { loadDeskText } from '../../../text/desk';
import { deskEn } from '../../../text/desk/en';
import { en } from '../../../text/en';
import { App } from '../../App';
import { TAKES } from '../../fake/deskPeople';
import type { FakeSession } from '../../fake/fakeSession';
import { SCENES } from '../../fake/scenes';
import { openDesk } from '../../room/DeskDoor';

configure({ asyncUtilTimeout: 20_000 });

const t = deskEn.takes;

async function scene(name: string, set: (session: FakeSession) => void = () => {}): Promise<FakeSession> {
  const session = SCENES[name]?.() as FakeSession;
  set(session);
  render(<App session={session} />);
  if (name.startsWith('desk-')) await waitFor(() => expect(document.querySelector('.desk')).toBeTruthy());
  return session;
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const room = (session: FakeSession) => session.room.value as NonNullable<typeof session.room.value>;

function change(session: FakeSession, fields: Partial<ReturnType<typeof room>['room']>): void {
  const before = room(session);
  session.room.value = { ...before, room: { ...before.room, ...fields } };
}

// The first time takes long on a busy machine: all of the desk is compiled.
beforeAll(async () => {
  await load('en');
  await openDesk();
}, 300_000);

beforeEach(async () => {
  await load('en');
  await loadDeskText('en');
});
afterEach(cleanup);

describe('recording', () => {
  it('is begun and ended by the host, and says when the disk is full', async () => {
    const session = await scene('desk-songs');
    expect(screen.getByText(t.tell)).toBeTruthy();
    press(t.on);
    expect(session.sent.at(-1)).toEqual({ type: 'recording', on: true });
    change(session, { recording: true });
    await waitFor(() => expect(screen.getByText(t.isOn)).toBeTruthy());
    session.desk.received({ type: 'recording', state: 'stopped', reason: 'disk-full', message: '' });
    await waitFor(() => expect(screen.getByText(t.stopped)).toBeTruthy());
    session.desk.received({ type: 'recording', state: 'on', reason: '', message: '' });
    await waitFor(() => expect(screen.queryByText(t.stopped)).toBeNull());
    press(t.off);
    expect(session.sent.at(-1)).toEqual({ type: 'recording', on: false });
  });

  it('is nothing for helpers', async () => {
    const session = await scene('desk-songs');
    session.room.value = { ...room(session), role: 'helper' };
    await waitFor(() => expect(screen.queryByText(t.title)).toBeNull());
  });

  it('is told to everybody, who may sing without being kept', async () => {
    const session = await scene('room-here');
    expect(screen.queryByText(en.room.recording.sign)).toBeNull();
    change(session, { recording: true });
    await waitFor(() => expect(screen.getByText(en.room.recording.what)).toBeTruthy());
    press(en.room.recording.listen);
    await waitFor(() => expect(session.mode.value).toBe('listen'));
    press(en.room.recording.sing);
    await waitFor(() => expect(session.mode.value).toBe('sing'));
    expect(screen.getByText(en.room.recording.sign)).toBeTruthy();
    // Off and on again is another question.
    change(session, { recording: false });
    await waitFor(() => expect(screen.queryByText(en.room.recording.sign)).toBeNull());
    change(session, { recording: true });
    await waitFor(() => expect(screen.getByText(en.room.recording.what)).toBeTruthy());
    press(en.room.recording.off);
    expect(session.muted.value).toBe(true);
  });
});

describe('recorded songs', () => {
  const ready = TAKES[0] as Take;

  it('say what becomes of them, the latest first, until when they are kept, and how far they are', async () => {
    await scene('desk-takes');
    await waitFor(() => expect(document.querySelectorAll('.take-row')).toHaveLength(TAKES.length));
    const rows = [...document.querySelectorAll('.take-row')];
    const says = rows.map(
      (row) => Object.entries(t.states).find(([, words]) => row.textContent?.includes(words))?.[0],
    );
    expect(says).toEqual(['singing', 'failed', 'recorded', 'building', 'ready']);
    expect(rows[3]?.querySelector('progress')?.value).toBeCloseTo(0.62);
    expect(rows[2]?.textContent).toContain(t.madeUntil('Nov 25, 2026'));
    expect(rows[4]?.textContent).toContain(t.keptUntil('Feb 16, 2027'));
    expect(rows[4]?.textContent).toContain('412.0 MB');
    // What is being sung can neither be made nor deleted.
    expect(rows[0]?.querySelectorAll('button')).toHaveLength(0);
  });

  it('are made, deleted after a second press, and looked at again', async () => {
    const calls: string[] = [];
    let there: Take[] = [{ ...ready, state: 'recorded' }];
    await scene('desk-takes', ({ takes }) => {
      takes.list = async () => [...there];
      takes.make = async (take) => {
        calls.push(`make ${take}`);
        there = [{ ...ready, state: 'building', progress: 0.1 }];
      };
      takes.remove = async (take) => {
        calls.push(`remove ${take}`);
        there = [];
      };
    });
    await waitFor(() => screen.getByText(t.make));
    press(t.makeOf('Wide river'));
    await waitFor(() => expect(document.querySelector('.take-row progress')).toBeTruthy());
    there = [ready];
    // By itself.
    await waitFor(() => screen.getByText(t.listen));
    press(t.removeOf('Wide river'));
    expect(calls).toEqual([`make ${ready.take}`]);
    press(t.removeAsk);
    await waitFor(() => expect(screen.getByText(t.none)).toBeTruthy());
    expect(calls).toEqual([`make ${ready.take}`, `remove ${ready.take}`]);
  });

  it('are downloaded by links, and say so when they are not to be had', async () => {
    const clicked: string[] = [];
    const spy = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      clicked.push(this.getAttribute('href') ?? '');
    });
    const session = await scene('desk-takes', ({ takes }) => {
      takes.list = async () => [ready];
      takes.links = async (take) => ({ zip: `/z/${take}`, ogg: `/o/${take}`, hours: 24 });
    });
    await waitFor(() => screen.getByText(t.zip));
    press(t.zipOf('Wide river'));
    await waitFor(() => expect(clicked).toEqual([`/z/${ready.take}`]));
    press(t.mixOf('Wide river'));
    await waitFor(() => expect(clicked).toHaveLength(2));
    spy.mockRestore();
    session.takes.links = async () => {
      throw new FileError(0, '');
    };
    press(t.zipOf('Wide river'));
    await waitFor(() => expect(screen.getByText(deskEn.files.away)).toBeTruthy());
  });

  it('are put on for all to listen to: as a track, as an item of the list, then on', async () => {
    const session = await scene('desk-takes', ({ takes }) => {
      takes.list = async () => [ready];
      takes.track = async () => ({ id: 'f', kind: 'track', name: 'Take 1', bytes: 9, seconds: 203.2 });
    });
    await waitFor(() => screen.getByText(t.listen));
    press(t.listenOf('Wide river'));
    await waitFor(() => expect(session.sent.at(-1)?.type).toBe('setlist'));
    const item = {
      id: `take-${ready.take}`,
      kind: 'listen-back' as const,
      title: t.listenItem('Wide river'),
      take: ready.take,
      track: 'Take 1',
      seconds: 204,
    };
    expect(session.sent.at(-1)).toMatchObject({ put: [item] });
    session.desk.received({ type: 'setlist', version: 8, order: [item.id], items: [item] });
    // The server has not found the sound yet.
    await new Promise((done) => setTimeout(done, 50));
    expect(session.sent.at(-1)?.type).toBe('setlist');
    change(session, { tracks: ['Take 1'] });
    await waitFor(() => expect(session.sent.at(-1)).toEqual({ type: 'item', id: item.id }));
    await waitFor(() => expect(screen.getByText(t.prepared)).toBeTruthy());
    change(session, { item: { id: item.id, kind: 'listen-back', title: item.title, fromClock: 0 } });
    await waitFor(() => expect(screen.getByRole('button', { name: deskEn.song.listenNow })).toBeTruthy());
  });

  it('are too long to be listened to together', async () => {
    await scene('desk-takes', ({ takes }) => {
      takes.list = async () => [ready];
      takes.track = async () => {
        throw new FileError(413, '');
      };
    });
    await waitFor(() => screen.getByText(t.listen));
    press(t.listenOf('Wide river'));
    await waitFor(() => expect(screen.getByText(t.tooLong)).toBeTruthy());
  });

  it('have no singers in them', async () => {
    const session = await scene('room-listen-back');
    await waitFor(() => expect(screen.getByText(en.room.stage.listening)).toBeTruthy());
    // Nor a card for words that there are none of.
    expect(screen.queryByRole('heading', { name: en.room.lyrics })).toBeNull();
    change(session, { item: { id: 'other', kind: 'song', title: 'x', fromClock: 0 } });
    await waitFor(() => expect(screen.queryByText(en.room.stage.listening)).toBeNull());
    expect(screen.getByRole('heading', { name: en.room.lyrics })).toBeTruthy();
  });
});
