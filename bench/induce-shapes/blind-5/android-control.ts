/** What a person or an agent did on a phone: lists side by side, of which the actions are texts of JSON; nothing comes back but the next picture. */
import type { JsonObject } from '@tracewright/core';
import type { ExpectedStep } from '../../induce-compare.ts';
import { jsonLines, type Shape } from '../shape.ts';

interface PhoneRun {
  readonly goal: string;
  readonly steps: readonly { readonly told: string; readonly type: string; readonly with: JsonObject }[];
}

const ALARM: PhoneRun = {
  goal: 'In the Clock app, set an alarm for 6:45 on weekdays and call it "Fähre".',
  steps: [
    { told: 'Open the Clock app', type: 'open_app', with: { app_name: 'Clock' } },
    { told: 'Click on the plus button', type: 'click', with: { x: 540, y: 2121 } },
    { told: 'Set 6:45', type: 'input_text', with: { text: '06:45' } },
    { told: 'Scroll down to the label', type: 'scroll', with: { direction: 'down' } },
    { told: 'Open the label', type: 'long_press', with: { x: 212, y: 1488 } },
    { told: 'Type the name', type: 'input_text', with: { text: 'Fähre' } },
    { told: 'Confirm', type: 'click', with: { x: 901, y: 1360 } },
  ],
};

const NOTE: PhoneRun = {
  goal: 'Add "2 kg flour, sieved" to the shopping list in Keep Notes, then go back to the home screen.',
  steps: [
    { told: 'Open Keep Notes', type: 'open_app', with: { app_name: 'Keep Notes' } },
    { told: 'Wait until the list has loaded', type: 'wait', with: {} },
    { told: 'Click on the note "Shopping"', type: 'click', with: { x: 264, y: 730 } },
    { told: 'Click below the last item', type: 'click', with: { x: 190, y: 1204 } },
    { told: 'Type the item', type: 'input_text', with: { text: '2 kg flour, sieved' } },
    { told: 'Go back', type: 'navigate_back', with: {} },
    { told: 'Go home', type: 'navigate_home', with: {} },
  ],
};

const TICKET: PhoneRun = {
  goal: 'Show me the ticket for the tram to Lindholmen.',
  steps: [
    { told: 'Open the app of the trams', type: 'open_app', with: { app_name: 'To Go' } },
    { told: 'Swipe to my tickets', type: 'scroll', with: { direction: 'right' } },
    { told: 'Click on the ticket to Lindholmen', type: 'click', with: { x: 533, y: 911 } },
  ],
};

const DARK: PhoneRun = {
  goal: 'Turn on the dark theme from sunset to sunrise',
  steps: [
    { told: 'Open the settings', type: 'open_app', with: { app_name: 'Settings' } },
    { told: 'Scroll to the display settings', type: 'scroll', with: { direction: 'down' } },
    { told: 'Click on Display', type: 'click', with: { x: 318, y: 1607 } },
    { told: 'Click on Dark theme', type: 'click', with: { x: 402, y: 845 } },
    { told: 'Click on Schedule', type: 'click', with: { x: 350, y: 1012 } },
    { told: 'Choose sunset to sunrise', type: 'click', with: { x: 377, y: 1490 } },
    { told: 'Go back', type: 'navigate_back', with: {} },
  ],
};

const FILES: readonly (readonly PhoneRun[])[] = [
  [ALARM, TICKET],
  [NOTE],
  [DARK, ALARM, NOTE],
  [TICKET, DARK],
];

export const androidControl: Shape = {
  source: 'AndroidControl, episodes as JSON lines',
  form: 'json',
  files: () =>
    FILES.map((runs, index) => ({
      path: `android_control-${String(index).padStart(5, '0')}-of-00020.jsonl`,
      text: jsonLines(runs.map((run, place) => toEpisode(run, 4100 + index * 17 + place))),
      runs: runs.map(toSteps),
    })),
};

function toEpisode({ goal, steps }: PhoneRun, id: number): object {
  const pictures = Array.from({ length: steps.length + 1 }, (_, place) => `${id}/screenshot_${place}.png`);
  return {
    episode_id: id,
    goal,
    screenshots: pictures,
    screenshot_widths: pictures.map(() => 1080),
    screenshot_heights: pictures.map(() => 2400),
    actions: steps.map((step) => JSON.stringify({ action_type: step.type, ...step.with })),
    step_instructions: steps.map(({ told }) => told),
  };
}

function toSteps({ steps }: PhoneRun): ExpectedStep[] {
  return [
    { role: 'user' },
    ...steps.map((step) => ({ role: 'agent', tool: step.type, arguments: step.with })),
  ];
}
