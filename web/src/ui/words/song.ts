import type { RoomState, SongMoment } from '../../session/roomState';
import type { Texts } from '../../text';

const SAMPLES_PER_SECOND = 48_000;

/** Whoever leads, by name; undefined when nobody does. */
export function leaderName(state: RoomState): string | undefined {
  const id = state.room.leader ?? undefined;
  return id === undefined ? undefined : (state.people.get(id)?.name ?? '…');
}

export const isLeader = (state: RoomState): boolean => state.room.leader === state.id;

/** Whether this person may take the lead: in an open room every singer may. */
export function mayLead(state: RoomState, mode: 'sing' | 'listen'): boolean {
  if (mode === 'listen' || state.role === 'listener') return false;
  return state.role === 'singer' ? state.room.open === true : true;
}

/** Whether the lead is free to be taken now. */
export function leadIsFree(state: RoomState): boolean {
  return !state.room.leader || state.room.phase === 'idle';
}

/** What is on is a recording that all listen to; nobody sings. */
export const isTogether = (state: RoomState): boolean =>
  state.room.item?.kind === 'listen-back' && state.song?.item === state.room.item.id;

/** Where the song is for this person, in one sentence. Changes at most once a second. */
export function songSentence(
  texts: Texts,
  state: RoomState,
  moment: SongMoment,
  mode: 'sing' | 'listen',
): string {
  const t = texts.room;
  const name = leaderName(state);
  const phase = state.room.phase ?? 'idle';
  if (phase === 'singing' || phase === 'trailing') return inSong(texts, state, moment, mode, phase);
  if (name === undefined) {
    return `${t.nobodyLeads} ${mayLead(state, mode) ? t.youMayLead : t.waitForLead}`;
  }
  if (moment.kind === 'over' && phase === 'idle') return t.overAll;
  return isLeader(state) ? t.youLead : t.leads(name);
}

function inSong(
  texts: Texts,
  state: RoomState,
  moment: SongMoment,
  mode: 'sing' | 'listen',
  phase: 'singing' | 'trailing',
): string {
  const t = texts.room;
  switch (moment.kind) {
    case 'coming':
      return t.begins(Math.max(1, Math.ceil(moment.inSamples / SAMPLES_PER_SECOND)));
    case 'over':
      return mode === 'listen' ? t.overAll : t.over;
    case 'here':
      if (isTogether(state)) return t.hereTogether;
      if (mode === 'listen') return t.hereListen;
      return isLeader(state) && phase === 'singing' ? t.hereLead : t.here;
    case 'none':
      return t.begun(leaderName(state) ?? '…');
  }
}
