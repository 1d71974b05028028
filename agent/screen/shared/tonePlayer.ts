// Short tones for ears in a noisy hall: done, attention, stop. Each also has its word, shape and colour on the screen.
import { createContext } from 'preact';

const TONES = {
  done: [
    { hertz: 880, fromS: 0, forS: 0.09 },
    { hertz: 1320, fromS: 0.1, forS: 0.16 },
  ],
  attention: [
    { hertz: 660, fromS: 0, forS: 0.15 },
    { hertz: 660, fromS: 0.22, forS: 0.15 },
  ],
  stop: [{ hertz: 220, fromS: 0, forS: 0.6 }],
} as const;

export type Tone = keyof typeof TONES;
export type PlayTone = (tone: Tone) => void;

/** Browsers give sound only after somebody has touched the page or a key: until then a tone is silent. */
export function createTonePlayer(): PlayTone {
  let context: AudioContext | null = null;
  return (tone) => {
    context ??= new AudioContext();
    const audio = context;
    if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
    for (const { hertz, fromS, forS } of TONES[tone]) {
      const oscillator = audio.createOscillator();
      const gain = audio.createGain();
      oscillator.frequency.value = hertz;
      gain.gain.value = 0.25;
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(audio.currentTime + fromS);
      oscillator.stop(audio.currentTime + fromS + forS);
    }
  };
}

export const TonePlayerContext = createContext<PlayTone>(() => undefined);
