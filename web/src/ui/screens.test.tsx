// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { load } from '../text';
import { en } from '../text/en';
import { App } from './App';
import { FakeSession, probe, statusAt } from './fake/fakeSession';
import { choirRoom, leaderRoom } from './fake/people';
import { SCENES } from './fake/scenes';
import { watchPage } from './page';

configure({ asyncUtilTimeout: 20_000 });

let stopWatching = () => {};

function show(session: FakeSession): FakeSession {
  Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });
  stopWatching = watchPage(session);
  render(<App session={session} />);
  return session;
}

const scene = (name: string): FakeSession => {
  const make = SCENES[name];
  if (!make) throw new Error(`no scene ${name}`);
  return show(make());
};

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const heading = () => screen.getByRole('heading', { level: 1 });

beforeEach(() => load('en'));
afterEach(() => {
  stopWatching();
  cleanup();
});

describe('every screen', () => {
  it.each(Object.keys(SCENES))(
    '%s begins at its heading and has at most one primary button',
    async (name) => {
      scene(name);
      await waitFor(() => expect(document.activeElement).toBe(heading()));
      expect(document.querySelectorAll('button.primary').length).toBeLessThanOrEqual(
        name === 'room-talk' ? 3 : name.startsWith('desk-') ? 2 : 1,
      );
      expect(screen.getAllByRole('button').length).toBeGreaterThan(2);
    },
  );

  it('changes its language at once', async () => {
    scene('landing');
    press('Deutsch');
    await waitFor(() => expect(heading().textContent).toBe('Gemeinsam singen'));
    expect(document.documentElement.lang).toBe('de');
  });
});

describe('the first screen', () => {
  it('wants a name of a singer and none of a listener', async () => {
    const session = show(new FakeSession());
    press('Sing');
    expect(session.calls).toEqual([]);
    expect(screen.getByText(en.landing.nameMissing)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Your name'));
    press('Just listen');
    await waitFor(() => expect(session.calls).toEqual(['enter listen', 'joinRoom']));
    expect(session.name.value).toBe('Guest');
  });

  it('takes a singer to the sound check', async () => {
    const session = show(new FakeSession());
    fireEvent.input(screen.getByLabelText('Your name'), { target: { value: ' Maria ' } });
    press('Sing');
    await waitFor(() => expect(session.screen.value).toBe('check'));
    expect(session.name.value).toBe('Maria');
  });

  it('says so when there is no sound to be had', async () => {
    const session = show(new FakeSession());
    session.enter = () => Promise.reject(new Error('no audio worklet'));
    press('Just listen');
    await waitFor(() => expect(screen.getByText(en.landing.noSound)).toBeTruthy());
  });

  it('tells whether the server is there', async () => {
    vi.stubGlobal(
      'fetch',
      async () =>
        new Response('{"status":"incomplete","state_server":"ok","shards":[{"shard":1,"status":"away"}]}'),
    );
    scene('landing');
    press(en.server.check);
    await waitFor(() => expect(screen.getByText(en.server.partly)).toBeTruthy());
    expect(screen.getByText(/number 1: does not answer/)).toBeTruthy();
    vi.unstubAllGlobals();
  });
});

describe('the sound check', () => {
  it('leads a first-time singer into the room in four presses', async () => {
    const session = scene('check-1-headphones');
    press(en.check.headphones.have);
    press(en.check.microphone.turnOn);
    await waitFor(() => expect(heading().textContent).toBe(en.check.delay.title));
    press(en.check.delay.play);
    await waitFor(() => expect(heading().textContent).toBe(en.check.level.title));
    expect(document.activeElement).toBe(heading());
    press(en.check.level.goIn);
    expect(session.calls).toEqual(['openMicrophone', 'measure 0.025', 'accept', 'joinRoom']);
  });

  it.each(['denied', 'missing', 'in-use', 'insecure', 'unknown'] as const)(
    'says what to do when the microphone is %s, and still lets one listen',
    async (problem) => {
      const session = show(new FakeSession());
      session.screen.value = 'check';
      session.microphoneAnswer = problem;
      await waitFor(() => press(en.check.headphones.have));
      await waitFor(() => press(en.check.microphone.turnOn));
      const said = problem === 'denied' ? en.microphone.denied.other : en.microphone[problem];
      await waitFor(() => expect(screen.getByRole('status').textContent).toBe(said));
      press(en.check.listenInstead);
      expect(session.calls).toContain('enter listen');
    },
  );

  it('goes on by itself when a microphone is plugged in', async () => {
    const session = scene('check-1-headphones');
    session.microphoneAnswer = 'missing';
    press(en.check.headphones.have);
    press(en.check.microphone.turnOn);
    await waitFor(() => expect(screen.getByText(en.microphone.missing)).toBeTruthy());
    session.microphone.value = 'open';
    await waitFor(() => expect(heading().textContent).toBe(en.check.delay.title));
  });

  it('plays the clicks louder only after a press, at most four steps, and then offers to go on without', async () => {
    const session = show(new FakeSession());
    session.screen.value = 'check';
    session.microphone.value = 'open';
    session.measureAnswers = [probe(false)];
    await waitFor(() => press(en.check.delay.play));
    for (let i = 0; i < 3; i++) {
      await waitFor(() => press(en.check.delay.playLouder));
      await waitFor(() => expect(session.calls).toHaveLength(i + 2));
    }
    expect(session.calls).toEqual(['measure 0.025', 'measure 0.05', 'measure 0.075', 'measure 0.1']);
    await waitFor(() =>
      expect(document.querySelector('button.primary')?.textContent).toBe(en.check.delay.without),
    );
    press(en.check.delay.without);
    await waitFor(() => expect(heading().textContent).toBe(en.check.level.title));
    expect(session.calls).toContain('acceptEstimate');
  });

  it('goes back to the microphone when it is pulled out, and on when it is back', async () => {
    const session = scene('check-3-clicks');
    session.microphone.value = 'unplugged';
    await waitFor(() => expect(screen.getByText(en.microphone.unplugged)).toBeTruthy());
    session.microphone.value = 'open';
    await waitFor(() => expect(heading().textContent).toBe(en.check.delay.title));
  });

  it('offers to turn on sound that the browser paused', async () => {
    const session = scene('check-3-clicks');
    session.soundRunning.value = false;
    await waitFor(() => press(en.banner.resume));
    expect(session.calls).toEqual(['wake']);
  });

  it('skips the clicks without headphones', async () => {
    const session = scene('check-1-headphones');
    press(en.check.headphones.none);
    press(en.check.microphone.turnOn);
    await waitFor(() => expect(heading().textContent).toBe(en.check.level.title));
    expect(session.calls).toEqual(['openMicrophone', 'acceptEstimate']);
    expect(screen.getByText(en.check.level.noHeadphones)).toBeTruthy();
  });

  it('says at once when the singer is well heard', async () => {
    const session = scene('check-4-level');
    press(en.check.delay.play);
    await waitFor(() => expect(heading().textContent).toBe(en.check.level.title));
    session.status.value = statusAt(1, 0.1);
    await waitFor(() => expect(document.querySelector('.level-word')?.textContent).toBe(en.check.level.good));
  });

  it('offers clapping along and a slider to who cannot use the clicks', async () => {
    const session = scene('check-3-clicks');
    session.clapAnswer = false;
    press(en.check.others.clapStart);
    await waitFor(() => expect(screen.getByText(en.check.others.clapUnheard)).toBeTruthy());
    fireEvent.input(screen.getByLabelText(en.check.others.slider), { target: { value: '120' } });
    press(en.check.others.use);
    await waitFor(() => expect(heading().textContent).toBe(en.check.level.title));
    expect(session.calls).toEqual(['clapAlong 0.08', 'setByHand 5760']);
  });

  it('lets one try it out, and puts right what is off', async () => {
    const session = scene('check-4-level');
    press(en.check.delay.play);
    await waitFor(() => press(en.check.practice.start));
    await waitFor(() => expect(screen.getByText(en.check.practice.listen)).toBeTruthy());
    press(en.check.level.goIn);
    expect(session.calls).not.toContain('joinRoom');
    session.practice.state.value = { kind: 'done', verdict: 'off', offsetMs: 60 };
    await waitFor(() => expect(screen.getByText(en.check.practice.off(60, true))).toBeTruthy());
    press(en.check.practice.hear);
    press(en.check.practice.fix);
    await waitFor(() => expect(screen.getByText(en.check.practice.fixed)).toBeTruthy());
    expect(session.calibration.value?.latencySamples).toBe(3_072 + 60 * 48);
    press(en.check.practice.again);
    session.practice.state.value = { kind: 'done', verdict: 'inTime', offsetMs: 4 };
    await waitFor(() => expect(screen.getByText(en.check.practice.inTime)).toBeTruthy());
    press(en.check.level.goIn);
    expect(session.calls.slice(2)).toEqual([
      'practice run',
      'practice hear',
      'setByHand 5952',
      'practice run',
      'joinRoom',
    ]);
  });

  it('leads back into a room one never left', async () => {
    const session = scene('room-here');
    press(en.room.controls.setUp);
    expect(session.sent).toEqual([{ type: 'ready', state: 'checking' }]);
    await waitFor(() => press(en.check.delay.play));
    await waitFor(() => press(en.check.level.goBack));
    expect(session.screen.value).toBe('room');
    expect(session.calls).not.toContain('joinRoom');
  });
});

describe('the room', () => {
  it('says when the song comes, second by second, and when it is there', async () => {
    const session = scene('room-coming');
    const line = () => document.querySelector('.song-line')?.textContent;
    expect(line()).toBe('The song reaches you in 2 seconds.');
    session.status.value = statusAt(99.5);
    await waitFor(() => expect(line()).toBe('The song reaches you in 1 second.'));
    session.status.value = statusAt(100);
    await waitFor(() => expect(line()).toBe(en.room.here));
  });

  it('draws who is heard and by whom', () => {
    scene('room-here');
    const rows = [...document.querySelectorAll('.row')].map((row) => row.textContent ?? '');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('Ada Winter');
    expect(rows[0]).toContain(en.room.rows.leads);
    expect(rows[1]).toContain(en.room.rows.youHear);
    expect(rows[2]).toContain(en.room.rows.mine);
    expect(rows[3]).toContain(en.room.rows.theyHear);
  });

  it('marks the line that is sung where one sits', async () => {
    const session = scene('room-here');
    const current = () => document.querySelector('.lyrics [aria-current]')?.textContent;
    expect(current()).toBe('past willow, mill and stone;');
    session.status.value = statusAt(108);
    await waitFor(() => expect(current()).toBe('the evening wind takes up the song'));
  });

  it('obeys its keys, and leaves them alone where one writes', async () => {
    const session = scene('room-talk');
    fireEvent.keyDown(document.body, { key: 'm' });
    expect(session.muted.value).toBe(true);
    fireEvent.keyDown(document.body, { key: ' ' });
    expect(session.talking.value).toBe(true);
    fireEvent.keyUp(document.body, { key: ' ' });
    expect(session.talking.value).toBe(false);
    const field = screen.getByLabelText(en.room.chat.label);
    fireEvent.keyDown(field, { key: 'm' });
    expect(session.muted.value).toBe(true);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(session.silenced.value).toBe(true);
  });

  it('tells a muted singer before the server does', async () => {
    const session = scene('room-here');
    const light = () => document.querySelector('.heard p')?.textContent;
    expect(light()).toBe('2 people hear you.');
    press(en.room.controls.mute);
    await waitFor(() => expect(light()).toBe(en.room.heard.muted));
    session.muted.value = false;
    session.room.value = choirRoom({ heard: { state: 'quiet', downstream: 0 } });
    await waitFor(() => expect(light()).toBe(en.room.heard.quiet));
  });

  it('writes the meter into the page without drawing it anew, at most four times a second for ears', async () => {
    const session = scene('room-here');
    const meter = document.querySelector('.heard [role=meter]');
    let spoken = 0;
    const observer = new MutationObserver((records) => {
      spoken += records.filter((r) => r.attributeName === 'aria-valuenow').length;
    });
    observer.observe(meter as Element, { attributes: true });
    for (let i = 0; i < 40; i++) session.status.value = statusAt(106 + i / 10, 0.01 + i / 100);
    await new Promise((done) => setTimeout(done, 20));
    expect(spoken).toBeLessThanOrEqual(4);
    const bar = document.querySelector<HTMLElement>('.heard .meter-bar');
    expect(bar?.style.transform).toMatch(/^scaleX\(0\.867/);
    observer.disconnect();
  });

  it('lets who leads begin, with the beats he wants, and end', async () => {
    const session = scene('room-leader');
    fireEvent.change(screen.getByLabelText(en.room.lead.countIn), { target: { value: '4' } });
    fireEvent.change(screen.getByLabelText(en.room.lead.track), { target: { value: 'Evening song.mp3' } });
    fireEvent.change(screen.getByLabelText(en.room.lead.tempo), { target: { value: '1000' } });
    await waitFor(() => press(en.room.lead.start));
    session.room.value = leaderRoom('singing');
    await waitFor(() => press(en.room.lead.stop));
    expect(session.sent).toEqual([
      { type: 'track', name: 'Evening song.mp3' },
      { type: 'tempo', bpm: 300 },
      { type: 'start', countInBeats: 4 },
      { type: 'stop' },
    ]);
  });

  it('offers the lead only to who may take it', async () => {
    const session = scene('room-waiting');
    press(en.room.lead.take);
    expect(session.sent).toEqual([{ type: 'lead' }]);
    const state = session.room.value as NonNullable<typeof session.room.value>;
    session.room.value = { ...state, room: { ...state.room, open: false } };
    await waitFor(() => expect(screen.queryByRole('button', { name: en.room.lead.take })).toBeNull());
    expect(document.querySelector('.song-line')?.textContent).toContain(en.room.waitForLead);
  });

  it('asks a listener for nothing and shows him no microphone', () => {
    const session = scene('room-listener');
    expect(screen.queryByRole('button', { name: en.room.controls.mute })).toBeNull();
    expect(screen.queryByRole('meter')).toBeNull();
    expect(screen.queryByText(en.room.chat.send)).toBeNull();
    expect(session.calls).not.toContain('openMicrophone');
  });

  it('says what stands in the way, each with its own way out', async () => {
    const session = scene('room-trouble');
    for (const sentence of [
      en.banner.lost,
      en.banner.suspended,
      en.microphone.unplugged,
      en.banner.stalled,
    ]) {
      expect(screen.getByText(sentence)).toBeTruthy();
    }
    press(en.banner.resume);
    press(en.banner.microphoneAgain);
    press(en.banner.close);
    expect(session.calls).toEqual(['wake', 'openMicrophone']);
    await waitFor(() => expect(screen.queryByText(en.refused['not-allowed'])).toBeNull());
  });

  it('names a second device, and is silent about his own where he has no headphones', async () => {
    const session = scene('room-copy');
    expect(screen.getByText(en.banner.copy.other)).toBeTruthy();
    expect(screen.getByText(en.banner.changed.microphone)).toBeTruthy();
    session.copy.value = 'own';
    await waitFor(() => expect(screen.getByText(en.banner.copy.own)).toBeTruthy());
    session.headphones.value = false;
    await waitFor(() => expect(screen.queryByText(en.banner.copy.own)).toBeNull());
    session.copy.value = 'other';
    await waitFor(() => expect(screen.getByText(en.banner.copy.other)).toBeTruthy());
    fireEvent.click(document.querySelector('.banner.copy button') as Element);
    await waitFor(() => expect(screen.queryByText(en.banner.copy.other)).toBeNull());
    expect(session.muted.value).toBe(true);
  });

  it('sends what is written, once', () => {
    const session = scene('room-here');
    const field = screen.getByLabelText(en.room.chat.label);
    fireEvent.input(field, { target: { value: ' Hello! ' } });
    press(en.room.chat.send);
    press(en.room.chat.send);
    expect(session.sent).toEqual([{ type: 'chat', text: 'Hello!' }]);
  });

  it('wakes up when the network or the page comes back', () => {
    const session = scene('room-here');
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(session.calls).toEqual(['wake', 'wake']);
  });
});

describe('outside', () => {
  it('asks for the password and tries again with it', async () => {
    const session = scene('password');
    fireEvent.input(screen.getByLabelText(en.password.label), { target: { value: 'secret' } });
    press(en.password.enter);
    expect(session.password.value).toBe('secret');
    expect(session.calls).toEqual(['joinRoom']);
  });

  it('offers to listen where singers are full, and has let go of the microphone', async () => {
    const session = scene('gone-full');
    await waitFor(() => expect(session.calls).toEqual(['leave']));
    expect(screen.getByText(en.gone.full)).toBeTruthy();
    press(en.gone.listen);
    expect(session.calls).toEqual(['leave', 'enter listen', 'joinRoom']);
  });

  it('keeps to the password after too many wrong ones', () => {
    const session = scene('password');
    session.lineReason.value = 'slow-down';
    return waitFor(() => expect(screen.getByText(en.gone['slow-down'])).toBeTruthy());
  });

  it('does not invite to try again what cannot help', () => {
    scene('gone-expired');
    expect(screen.getByText(en.gone.expired)).toBeTruthy();
    expect(screen.queryByRole('button', { name: en.gone.again })).toBeNull();
  });

  it('leads back to the first screen', async () => {
    const session = scene('gone-left');
    press(en.gone.start);
    await waitFor(() => expect(session.screen.value).toBe('landing'));
  });
});
