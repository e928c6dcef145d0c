// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { load } from '../../text';
import { loadDeskText } from '../../text/desk';
import { deskEn } from '../../text/desk/en';
import { en } from '../../text/en';
import { App } from '../App';
import { deskRoom } from '../fake/deskPeople';
import type { FakeSession } from '../fake/fakeSession';
import { statusAt } from '../fake/fakeSession';
import { SCENES } from '../fake/scenes';
import { openDesk } from '../room/DeskDoor';

configure({ asyncUtilTimeout: 20_000 });

async function scene(name: string): Promise<FakeSession> {
  const session = SCENES[name]?.() as FakeSession;
  render(<App session={session} />);
  if (name.startsWith('desk-')) {
    await waitFor(() => expect(document.querySelector('.desk')).toBeTruthy());
  }
  return session;
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const lastSent = (session: FakeSession) => session.sent.at(-1);
const room = (session: FakeSession) => session.room.value as NonNullable<typeof session.room.value>;

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

describe('the song at the desk', () => {
  it('says who is ready, counts in, begins', async () => {
    const session = await scene('desk-songs');
    expect(screen.getByText('36 ready, 3 setting up their sound, 1 microphone off')).toBeTruthy();
    press(en.room.lead.start);
    expect(lastSent(session)).toEqual({ type: 'start', countInBeats: 4 });
    session.room.value = deskRoom({ trackReady: false });
    await waitFor(() => expect(screen.getByText(deskEn.song.trackLoading)).toBeTruthy());
    const before = session.sent.length;
    press(en.room.lead.start);
    expect(session.sent).toHaveLength(before);
  });

  it('ends, breaks off only after a second press, shows where the song is in each row', async () => {
    const session = await scene('desk-singing');
    const lines = () => [...document.querySelectorAll('.whereabouts li')].map((line) => line.textContent);
    await waitFor(() => expect(lines()).toHaveLength(4));
    expect(lines()).toEqual(['Row 1: 0:05', 'Row 2: 0:04', 'Row 3: 0:03', 'Row 4: 0:02']);
    press(en.room.lead.stop);
    expect(lastSent(session)).toEqual({ type: 'stop' });
    press(deskEn.song.abort);
    expect(lastSent(session)).toEqual({ type: 'stop' });
    await waitFor(() => press(deskEn.song.abortAsk));
    expect(lastSent(session)).toEqual({ type: 'abort' });
  });

  it('says loudly that a round is on, and ends it with one press', async () => {
    const session = await scene('desk-singing');
    expect(screen.getByText(deskEn.round.on('5.0', 3))).toBeTruthy();
    press(deskEn.round.off);
    expect(lastSent(session)).toEqual({ type: 'rounds', bpr: 0, repeats: 0 });
  });

  it('offers to take over from a leader who is gone, with what is left', async () => {
    const session = await scene('desk-singing');
    const state = room(session);
    session.room.value = {
      ...state,
      room: { ...state.room, leader: '2' },
      song: { ...(state.song as NonNullable<typeof state.song>), leaderGoneAt: 113 * 48_000 },
    };
    await waitFor(() => expect(screen.getByText(en.room.stage.leaderGone(7))).toBeTruthy());
    press(deskEn.song.takeOver);
    expect(lastSent(session)).toEqual({ type: 'lead' });
  });

  it('marks a line at the clock that was heard when it was tapped, and keeps the times', async () => {
    const session = await scene('desk-singing');
    const tap = await screen
      .findByRole('button', { name: deskEn.words.tap('evening') })
      .catch(() => undefined);
    expect(tap).toBeUndefined();
    const next = document.querySelector('button.tap') as HTMLButtonElement;
    expect(next.textContent).toBe('Now: the evening wind takes up the song');
    fireEvent.pointerDown(next);
    expect(lastSent(session)).toEqual({ type: 'mark', id: 'line:3', clock: 106 * 48_000 });
    const state = room(session);
    const marks = [...state.marks, { id: 'line:4', clock: 113.5 * 48_000 }];
    session.room.value = { ...state, marks, room: { ...state.room, phase: 'idle' } };
    await waitFor(() => press(deskEn.words.keep('Wide river')));
    const edit = lastSent(session) as { type: 'setlist'; put: { timings: { id: string; ms: number }[] }[] };
    expect(edit.type).toBe('setlist');
    expect(edit.put[0]?.timings.find(({ id }) => id === 'line:4')).toEqual({ id: 'line:4', ms: 13_500 });
  });
});

describe('the set list', () => {
  it('puts on, moves, deletes only after a second press', async () => {
    const session = await scene('desk-songs');
    press('Put on: Evening song');
    expect(lastSent(session)).toEqual({ type: 'item', id: 'evening' });
    press('Later: Welcome');
    expect(lastSent(session)).toEqual({
      type: 'setlist',
      base: 7,
      order: ['river', 'welcome', 'pictures', 'silence', 'evening'],
    });
    session.desk.received({
      type: 'setlist',
      version: 8,
      order: ['river', 'welcome', 'pictures', 'silence', 'evening'],
      items: [],
    });
    await waitFor(() =>
      expect(document.querySelector('.set-list li strong')?.textContent).toBe('Wide river'),
    );
    const entry = screen.getByText('Welcome').closest('li') as HTMLElement;
    fireEvent.click(within(entry).getByRole('button', { name: deskEn.list.remove }));
    await waitFor(() =>
      fireEvent.click(within(entry).getByRole('button', { name: deskEn.list.removeAsk('Welcome') })),
    );
    expect(lastSent(session)).toEqual({ type: 'setlist', base: 8, remove: ['welcome'] });
  });

  it('keeps a song with words, tempo, accents and a round', async () => {
    const session = await scene('desk-songs');
    press(deskEn.list.addNow);
    const field = (label: string) => screen.getByLabelText(label);
    await waitFor(() => fireEvent.input(field(deskEn.editor.name), { target: { value: 'New song' } }));
    fireEvent.input(field(deskEn.editor.words), { target: { value: 'one\n\ntwo' } });
    // What is being written stays, though the room tells something twice a second.
    fireEvent.input(field(deskEn.tempo.bpm), { target: { value: '12' } });
    const state = session.room.value;
    if (state) session.room.value = { ...state, room: { ...state.room, tracks: ['new'] } };
    await waitFor(() => expect(screen.getByRole('option', { name: 'new' })).toBeTruthy());
    expect((field(deskEn.tempo.bpm) as HTMLInputElement).value).toBe('12');
    fireEvent.change(field(deskEn.tempo.bpm), { target: { value: '120' } });
    await waitFor(() => press(deskEn.tempo.accent(3)));
    fireEvent.click(field(deskEn.round.is));
    await waitFor(() => expect(screen.getByText(deskEn.round.preview('4.0', 3))).toBeTruthy());
    press(deskEn.editor.keep);
    expect(lastSent(session)).toMatchObject({
      type: 'setlist',
      base: 7,
      put: [
        {
          kind: 'song',
          title: 'New song',
          lyrics: 'one\n\ntwo',
          tempo: { bpm: 120, beats: 4, accents: [1, 3] },
          rounds: { bpr: 8, repeats: 3 },
        },
      ],
    });
  });

  it('times lines by tapping, replays them, puts one right, makes a solo verse', async () => {
    const session = await scene('desk-songs');
    press('Change: Wide river');
    await waitFor(() => expect(screen.getByText(deskEn.timer.known(7, 8))).toBeTruthy());
    press(deskEn.timer.later(2));
    await waitFor(() => expect(screen.getByText('0:04.1')).toBeTruthy());
    fireEvent.change(screen.getByLabelText(deskEn.editor.soloFrom), { target: { value: '3' } });
    await waitFor(() => expect(screen.getByLabelText(deskEn.editor.soloTo)).toBeTruthy());
    press(deskEn.editor.keep);
    const edit = lastSent(session) as { put: { timings: { id: string; ms: number }[] }[] };
    const timings = edit.put[0]?.timings ?? [];
    expect(timings.find(({ id }) => id === 'line:2')?.ms).toBe(4_100);
    expect(timings.filter(({ id }) => id.startsWith('crowd:'))).toEqual([
      { id: 'crowd:off', ms: 8_000 },
      { id: 'crowd:on', ms: 24_000 },
    ]);
  });
});

describe('files of the room', () => {
  it('are listed with what they are for, and deleted after a second press', async () => {
    const session = await scene('desk-songs');
    const all = [
      { id: 'f1', kind: 'track' as const, name: 'Wide river', bytes: 2_340_000, seconds: 125 },
      { id: 'f2', kind: 'image' as const, name: 'Old page', bytes: 90_000 },
    ];
    const removed: string[] = [];
    session.files.list = async () => ({
      files: all.filter(({ id }) => !removed.includes(id)),
      bytes: 2_430_000,
      bytesMax: 500_000_000,
    });
    session.files.remove = async (id) => {
      removed.push(id);
    };
    const details = document.querySelector('.room-files') as HTMLDetailsElement;
    details.open = true;
    fireEvent(details, new Event('toggle'));
    await waitFor(() => expect(screen.getByText(deskEn.roomFiles.space('2.4', '500.0'))).toBeTruthy());
    expect(screen.getByText(/0:00.1|2:05.0/).textContent).toContain('2.3 MB');
    const button = screen.getByRole('button', { name: deskEn.roomFiles.removeOf('Old page') });
    fireEvent.click(button);
    expect(removed).toEqual([]);
    await waitFor(() => press(deskEn.roomFiles.removeAsk));
    await waitFor(() => expect(screen.queryByText('Old page')).toBeNull());
    expect(removed).toEqual(['f2']);
  });
});

describe('the mixing desk', () => {
  it('puts what needs attention first, each with what helps', async () => {
    const session = await scene('desk-voices');
    const troubles = [...document.querySelectorAll('.attention li')].map((li) => li.textContent);
    expect(troubles[0]).toContain('Maria');
    expect(troubles[0]).toContain(deskEn.mixer.because.timing(62));
    press('Offer to put it right: Maria');
    expect(lastSent(session)).toEqual({ type: 'correction', who: '7', offer: true });
    press('Ask: Maria');
    expect(lastSent(session)).toEqual({
      type: 'private',
      to: '7',
      text: deskEn.mixer.ask.timing,
      action: 'check',
    });
  });

  it('mutes, solos with a loud sign, ends the solo for all', async () => {
    const session = await scene('desk-voices');
    press('Microphone off: Ben');
    expect(lastSent(session)).toEqual({ type: 'mute', who: '2', muted: true });
    press('Solo: Ben');
    expect(session.sent.slice(-2)).toEqual([
      { type: 'solo', who: '2', soloed: true },
      { type: 'hear', solo: true },
    ]);
    const state = room(session);
    const ben = state.people.get('2') as NonNullable<ReturnType<typeof state.people.get>>;
    session.room.value = { ...state, people: new Map(state.people).set('2', { ...ben, soloed: true }) };
    await waitFor(() => expect(screen.getByText(deskEn.mixer.soloHear('Ben'))).toBeTruthy());
    press(deskEn.mixer.soloOff);
    expect(session.sent.slice(-2)).toEqual([
      { type: 'solo', who: '2', soloed: false },
      { type: 'hear', solo: false },
    ]);
  });

  it('moves a fader at once and tells the server a few times only', async () => {
    const session = await scene('desk-voices');
    const fader = screen.getByLabelText('Volume of Ben') as HTMLInputElement;
    const before = session.sent.length;
    for (let i = 100; i <= 160; i += 5) fireEvent.input(fader, { target: { value: String(i) } });
    await waitFor(() => expect(lastSent(session)).toEqual({ type: 'fader', who: '2', value: 1.6 }));
    expect(session.sent.length - before).toBeLessThanOrEqual(2);
  });

  it('opens one person: row, pin, section, a private line, out only after a second press', async () => {
    const session = await scene('desk-voices');
    fireEvent.click(document.querySelector('.strip .strip-name') as Element);
    await waitFor(() => expect(document.querySelector('.person')).toBeTruthy());
    const id = session.desk.ids.value.find(
      (known) => session.desk.strip(known)?.value.name === document.querySelector('.person h2')?.textContent,
    ) as string;
    fireEvent.change(screen.getByLabelText(deskEn.person.row), { target: { value: '2' } });
    expect(lastSent(session)).toEqual({ type: 'seat', who: id, bucket: 2 });
    fireEvent.click(screen.getByLabelText(deskEn.person.pin));
    expect(session.sent.at(-1)).toMatchObject({ type: 'pin', who: id });
    fireEvent.change(screen.getByLabelText(deskEn.person.section), { target: { value: 'Bass' } });
    expect(lastSent(session)).toEqual({ type: 'section', who: [id], name: 'Bass' });
    fireEvent.change(screen.getByLabelText(deskEn.person.button), { target: { value: 'unmute' } });
    await waitFor(() => press(deskEn.person.send));
    expect(lastSent(session)).toEqual({
      type: 'private',
      to: id,
      text: deskEn.person.usual.unmute,
      action: 'unmute',
    });
    press(deskEn.person.remove);
    await waitFor(() => press(deskEn.person.removeAsk));
    expect(lastSent(session)).toEqual({ type: 'remove', who: id });
  });

  it('says that timing cannot be told in a song to the click whose leader is not heard', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const session = await scene('desk-voices');
      const before = room(session);
      const song = { song: 3, phase: 'singing' as const, startClock: 1, endClock: null, leader: '1' };
      session.room.value = {
        ...before,
        room: { ...before.room, phase: 'singing', leader: '1' },
        song: { ...song, track: 'River (piano)' },
      };
      const said = () => screen.queryByText(deskEn.mixer.noTiming);
      session.desk.received({ type: 'strips', rows: [{ id: '1', level: null }] });
      vi.advanceTimersByTime(15_000);
      expect(said()).toBeNull();
      session.room.value = { ...session.room.value, song: { ...song, track: null } };
      vi.advanceTimersByTime(15_000);
      await waitFor(() => expect(said()).toBeTruthy());
      session.desk.received({ type: 'strips', rows: [{ id: '1', level: -22 }] });
      vi.advanceTimersByTime(1_000);
      await waitFor(() => expect(said()).toBeNull());
    } finally {
      vi.useRealTimers();
    }
  });

  it('finds by name, closes a section', async () => {
    await scene('desk-voices');
    const names = () =>
      [...document.querySelectorAll('.strips .strip-name')].map((n) => n.firstChild?.textContent);
    expect(names().length).toBe(7);
    fireEvent.input(screen.getByLabelText(deskEn.mixer.search), { target: { value: 'ma' } });
    await waitFor(() => expect(names()).toEqual(['Maria']));
    fireEvent.input(screen.getByLabelText(deskEn.mixer.search), { target: { value: '' } });
    await waitFor(() => press('Alto (3)'));
    await waitFor(() => expect(names()).not.toContain('Maria'));
  });

  it('takes a line out of the chat', async () => {
    const session = await scene('desk-writing');
    press(en.room.chat.remove('Maria'));
    expect(lastSent(session)).toEqual({ type: 'chat-delete', chat: 2 });
  });
});

describe('at a singer’s seat', () => {
  it('counts in where he sits, beat by beat', async () => {
    const session = await scene('room-count-in');
    const left = () => document.querySelector('.count-in-number')?.textContent;
    await waitFor(() => expect(left()).toBe('1'));
    session.status.value = statusAt(104.1);
    await waitFor(() => expect(left()).toBe('4'));
    session.status.value = statusAt(106.6);
    await waitFor(() => expect(left()).toBeUndefined());
  });

  it('offers a correction, which he takes and takes back', async () => {
    const session = await scene('room-corrected');
    expect(screen.getByText(en.room.correction.offer(62))).toBeTruthy();
    press(en.room.correction.accept);
    session.correction.received({ type: 'correction', state: 'applied', offsetMs: 62 });
    await waitFor(() => press(en.room.correction.undo));
    expect(session.sent.slice(-2)).toEqual([
      { type: 'correction', answer: 'accept' },
      { type: 'correction', answer: 'undo' },
    ]);
  });

  it('shows what was said to him alone, with the button that helps', async () => {
    const session = await scene('room-corrected');
    fireEvent.click(document.querySelector('.banner.private button') as Element);
    expect(session.sent).toContainEqual({ type: 'ready', state: 'checking' });
    expect(session.screen.value).toBe('check');
  });

  it('keeps the last song before him until his own sound reaches the new one', async () => {
    const session = await scene('room-here');
    const state = room(session);
    session.room.value = {
      ...state,
      room: {
        ...state.room,
        lyrics: 'second song',
        item: { id: 'b', kind: 'song', title: 'Second', fromClock: 110 * 48_000 },
      },
      before: { item: null, lyrics: 'first song' },
    };
    await waitFor(() => expect(screen.getByText('first song')).toBeTruthy());
    session.status.value = statusAt(110.1);
    await waitFor(() => expect(screen.getByText('second song')).toBeTruthy());
  });

  it('has no desk', async () => {
    await scene('room-here');
    expect(screen.queryByRole('button', { name: en.room.desk.open })).toBeNull();
  });
});
