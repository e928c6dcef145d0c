import type { MicrophoneProblem } from '../../session/microphone';
import { pane } from '../desk/pane';
import { deskOpen, openDesk } from '../room/DeskDoor';
import { deskRoom, TAKES, tellDesk } from './deskPeople';
import { FakeSession, probe, statusAt } from './fakeSession';
import { choirRoom, leaderRoom } from './people';

function scene(set: (session: FakeSession) => void): () => FakeSession {
  return () => {
    const session = new FakeSession();
    session.name.value = 'Maria';
    deskOpen.value = false;
    set(session);
    return session;
  };
}

const inRoom = (set: (session: FakeSession) => void = () => {}) =>
  scene((session) => {
    session.screen.value = 'room';
    session.line.value = 'open';
    session.room.value = choirRoom();
    session.microphone.value = 'open';
    session.status.value = statusAt(106);
    session.rttMs.value = 38;
    session.calibration.value = { latencySamples: 3_072, confidence: 1, headphones: true };
    set(session);
  });

const atDesk = (shown: typeof pane.value, set: (session: FakeSession) => void = () => {}) =>
  inRoom((session) => {
    session.room.value = deskRoom();
    session.name.value = 'Ada Winter';
    pane.value = shown;
    tellDesk(session);
    set(session);
    void openDesk();
  });

const refused = (reason: string) =>
  scene((session) => {
    session.screen.value = 'room';
    session.line.value = 'refused';
    session.lineReason.value = reason;
  });

/** Each state of the page that people can meet, by name: for tests and screenshots. */
export const SCENES: Record<string, () => FakeSession> = {
  landing: scene((session) => {
    session.name.value = '';
  }),
  'landing-invited': scene((session) => {
    session.roomId.value = 'spring-choir-7k2m-0';
  }),
  'landing-arrived': scene((session) => {
    session.roomId.value = 'spring-choir-7k2m-0';
    session.arrived.value = true;
  }),
  'check-1-headphones': scene((session) => {
    session.screen.value = 'check';
  }),
  'check-1-together': scene((session) => {
    session.screen.value = 'check';
    session.household.value = 'kitchen';
  }),
  'check-2-denied': scene((session) => {
    session.screen.value = 'check';
    session.microphoneAnswer = 'denied' as MicrophoneProblem;
  }),
  'check-3-clicks': scene((session) => {
    session.screen.value = 'check';
    session.microphone.value = 'open';
    session.measureAnswers = [probe(true)];
  }),
  'check-3-unheard': scene((session) => {
    session.screen.value = 'check';
    session.microphone.value = 'open';
    session.measureAnswers = [probe(false)];
  }),
  'check-4-level': scene((session) => {
    session.screen.value = 'check';
    session.microphone.value = 'open';
    session.measureAnswers = [probe(true)];
    session.status.value = statusAt(0);
  }),
  'check-5-practice': scene((session) => {
    session.screen.value = 'check';
    session.microphone.value = 'open';
    session.measureAnswers = [probe(true)];
    session.practice.state.value = { kind: 'done', verdict: 'off', offsetMs: 60 };
  }),
  'room-here': inRoom(),
  'room-coming': inRoom((session) => {
    session.status.value = statusAt(98.2);
    session.muted.value = true;
  }),
  'room-waiting': inRoom((session) => {
    const room = choirRoom();
    session.room.value = {
      ...room,
      room: { ...room.room, phase: 'idle', leader: null, lyrics: '', recording: true },
      song: null,
      chat: [],
      heard: { state: 'quiet', downstream: 0 },
    };
  }),
  'room-trouble': inRoom((session) => {
    session.line.value = 'lost';
    session.soundRunning.value = false;
    session.microphone.value = 'unplugged';
    session.stalledMs.value = 40;
    session.silenced.value = true;
    session.error.value = { code: 'not-allowed', message: 'Only the leader may do that.' };
  }),
  'room-closing': inRoom((session) => {
    const room = choirRoom();
    session.room.value = {
      ...room,
      room: { ...room.room, phase: 'idle', leader: null, lyrics: '', closing: 'move' },
      song: null,
    };
  }),
  'room-moving': inRoom((session) => {
    session.line.value = 'closed';
    session.movingTo.value = 'standby.choir.example';
    session.room.value = { ...choirRoom(), song: null };
  }),
  'room-copy': inRoom((session) => {
    session.copy.value = 'other';
    session.changed.value = 'microphone';
  }),
  'room-leader': inRoom((session) => {
    session.room.value = leaderRoom('led');
    session.room.value.song = null;
  }),
  'room-talk': inRoom((session) => {
    const room = leaderRoom('idle');
    session.room.value = {
      ...room,
      role: 'host',
      room: { ...room.room, talk: 'push', talkers: ['2', null, '5', null] },
      song: null,
    };
  }),
  'room-listener': inRoom((session) => {
    session.mode.value = 'listen';
    session.microphone.value = 'off';
    const room = choirRoom({ role: 'listener' });
    session.room.value = { ...room, seat: { ...room.seat, bucket: 0 } };
  }),
  'room-count-in': inRoom((session) => {
    const room = choirRoom();
    session.room.value = {
      ...room,
      song: {
        song: 1,
        phase: 'singing',
        startClock: 104 * 48_000,
        firstClock: 106.5 * 48_000,
        endClock: null,
        leader: '1',
        bpm: 96,
        beats: 4,
        countInBeats: 4,
        leaderGoneAt: 113 * 48_000,
      },
    };
  }),
  'room-corrected': inRoom((session) => {
    const room = choirRoom();
    session.room.value = {
      ...room,
      room: {
        ...room.room,
        phase: 'led',
        recording: true,
        item: { id: 'p', kind: 'spoken', title: 'Welcome', fromClock: 0 },
      },
      song: null,
      chat: [
        {
          from: '1',
          name: 'Ada Winter',
          text: 'Please set up your sound once more.',
          mine: false,
          personal: true,
          action: 'check',
        },
      ],
    };
    session.correction.received({ type: 'correction', state: 'offer', offsetMs: 62, confidence: 0.9 });
  }),
  'desk-songs': atDesk('songs'),
  'desk-files': atDesk('songs', (session) => {
    session.files.list = async () => ({
      files: [
        { id: 'a', kind: 'track', name: 'River (piano)', bytes: 2_340_000, seconds: 204.5 },
        { id: 'b', kind: 'track', name: 'An old try', bytes: 1_870_000, seconds: 161 },
      ],
      bytes: 4_210_000,
      bytesMax: 500_000_000,
    });
  }),
  'desk-takes': atDesk('songs', (session) => {
    const room = session.room.value as NonNullable<typeof session.room.value>;
    session.room.value = { ...room, room: { ...room.room, recording: true } };
    session.takes.list = async () => [...TAKES];
  }),
  'desk-listen-back': atDesk('songs', (session) => {
    const room = deskRoom();
    session.room.value = {
      ...room,
      room: {
        ...room.room,
        bpm: 0,
        recording: false,
        item: { id: 'b', kind: 'listen-back', title: 'Recording: Wide river', fromClock: 0 },
      },
    };
    session.takes.list = async () => [];
  }),
  'room-listen-back': inRoom((session) => {
    const room = choirRoom();
    const song = room.song as NonNullable<typeof room.song>;
    session.room.value = {
      ...room,
      room: {
        ...room.room,
        recording: true,
        lyrics: '',
        item: { id: 'b', kind: 'listen-back', title: 'Recording: Wide river', fromClock: 0 },
      },
      song: { ...song, item: 'b' },
    };
  }),
  'desk-no-list': atDesk('songs', (session) => {
    const room = deskRoom();
    session.room.value = { ...room, role: 'singer', room: { ...room.room, open: true, leader: room.id } };
  }),
  'desk-editor': atDesk('songs'),
  'desk-voices': atDesk('mixer'),
  'desk-person': atDesk('mixer', (session) => {
    const room = session.room.value as NonNullable<typeof session.room.value>;
    const people = new Map(room.people);
    const ben = people.get('2');
    if (ben) people.set('2', { ...ben, soloed: true });
    session.room.value = { ...room, people };
    session.hearsSolo.value = true;
  }),
  'desk-singing': atDesk('songs', (session) => {
    const room = deskRoom({ phase: 'singing', bpr: 8, repeats: 3 });
    session.room.value = {
      ...room,
      song: {
        song: 2,
        phase: 'singing',
        startClock: 100 * 48_000,
        endClock: null,
        leader: '1',
        item: 'river',
      },
    };
  }),
  'desk-writing': atDesk('people'),
  password: refused('wrong-password'),
  'gone-left': scene((session) => {
    session.screen.value = 'gone';
  }),
  'gone-full': refused('full'),
  'gone-expired': refused('expired'),
};
