// A photograph for a case, sent as the page sends one: drawn here, because no camera looks at simulated drums.
import { MIKA } from './people.ts';
import type { ScreenStage } from './stage.ts';
import type { Tablet } from './tablet.ts';

/** Bytes of a JPEG: a drum with a dent. */
export function drawDrum(tablet: Tablet): Promise<number[]> {
  return tablet.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 600 });
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    const floor = pen.createLinearGradient(0, 0, 0, 600);
    floor.addColorStop(0, '#8d9498');
    floor.addColorStop(1, '#4d5256');
    pen.fillStyle = floor;
    pen.fillRect(0, 0, 800, 600);
    const steel = pen.createLinearGradient(250, 0, 550, 0);
    for (const [at, colour] of [
      [0, '#12405c'],
      [0.35, '#3f83a8'],
      [1, '#0c2c40'],
    ] as const)
      steel.addColorStop(at, colour);
    pen.fillStyle = steel;
    pen.fillRect(250, 90, 300, 430);
    pen.fillStyle = '#0c2c40';
    for (const y of [90, 230, 370, 508]) pen.fillRect(244, y, 312, 12);
    pen.fillStyle = '#0a2536';
    pen.beginPath();
    pen.ellipse(455, 300, 60, 38, 0.5, 0, Math.PI * 2);
    pen.fill();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
    return blob === null ? [] : [...new Uint8Array(await blob.arrayBuffer())];
  });
}

/** Uploads a photograph and attaches it to the case at this route: Mika has a hand in the case from now on. */
export async function photographCase(stage: ScreenStage, route: string): Promise<void> {
  const tablet = await stage.tablet();
  await tablet.signIn(MIKA);
  const jpeg = await drawDrum(tablet);
  const request = tablet.page.context().request;
  const origin = stage.agent.url();
  const uploaded = await request.post(`${origin}/api/photos`, {
    headers: { 'content-type': 'image/jpeg', origin },
    data: Buffer.from(jpeg),
  });
  const { photo } = (await uploaded.json()) as { photo: string };
  const command = { kind: 'attach-photo', id: `photo-${Date.now()}`, finding: route.replace('#/case/', ''), photo };
  const answer = await request.post(`${origin}/api/commands`, { headers: { origin }, data: command });
  if (!answer.ok()) throw new Error(`the photograph was not attached: ${await answer.text()}`);
  await tablet.page.context().close();
}
