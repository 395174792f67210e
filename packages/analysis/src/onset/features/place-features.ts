/** Where in the run a step stands, and whose turn it is. */
import { readQualifier } from '../acts.ts';
import { type Feature, flag } from './feature.ts';

const CHECKS_OTHERS = /verif|valid|check|critic|review|test/i;

export const PLACE_FEATURES: readonly Feature[] = [
  {
    name: 'first-turn',
    family: 'place',
    meaning: 'is the first turn of an agent',
    read: ({ turn }) => flag(turn === 0),
  },
  {
    name: 'second-turn',
    family: 'place',
    meaning: 'is the second turn of an agent',
    read: ({ turn }) => flag(turn === 1),
  },
  {
    name: 'early',
    family: 'place',
    meaning: 'stands near the beginning',
    read: ({ step, steps }) => (steps < 2 ? 1 : 1 - step.index / (steps - 1)),
  },
  {
    name: 'turns-before',
    family: 'place',
    meaning: 'comes after few turns',
    read: ({ turn }) => 1 / (1 + turn),
  },
  {
    name: 'last-step',
    family: 'place',
    meaning: 'is the last step',
    read: ({ step, steps }) => flag(step.index === steps - 1),
  },
  {
    name: 'near-end',
    family: 'place',
    meaning: 'is one of the last three steps',
    read: ({ step, steps }) => flag(step.index >= steps - 3),
  },
];

export const AGENT_FEATURES: readonly Feature[] = [
  {
    name: 'new-agent',
    family: 'agent',
    meaning: 'is the first word of an agent',
    read: ({ ownTurns }) => flag(ownTurns === 0),
  },
  {
    name: 'goes-on',
    family: 'agent',
    meaning: 'follows a turn of the same agent',
    read: ({ step, previous }) => flag(previous?.step.agent === step.step.agent),
  },
  {
    name: 'hands-over',
    family: 'agent',
    meaning: 'is followed by another agent',
    read: ({ step, next }) =>
      flag(next !== undefined && next.step.role === 'agent' && next.step.agent !== step.step.agent),
  },
  {
    name: 'checker',
    family: 'agent',
    meaning: 'is said by an agent whose part is to check',
    read: ({ step }) => flag(CHECKS_OTHERS.test(step.step.agent ?? '')),
  },
  {
    name: 'sub-agent',
    family: 'agent',
    meaning: 'is taken by an agent that another one started',
    read: ({ step }) => flag(step.step.depth > 0),
  },
  {
    name: 'note',
    family: 'agent',
    meaning: 'is a note to oneself',
    read: ({ qualifier }) => flag(qualifier !== undefined && !qualifier.startsWith('->')),
  },
  {
    name: 'request',
    family: 'agent',
    meaning: 'asks another agent for work',
    read: ({ qualifier }) => flag(qualifier?.startsWith('->') === true),
  },
  {
    name: 'after-note',
    family: 'agent',
    meaning: 'follows a note',
    read: ({ previous }) =>
      flag(
        previous !== undefined &&
          readQualifier(previous) !== undefined &&
          readQualifier(previous)?.startsWith('->') === false,
      ),
  },
];
