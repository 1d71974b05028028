// Where the page begins.
import { render } from 'preact';
import { App } from './App.tsx';
import { readTabletStation } from './shared/tabletStation.ts';
import { buildRoomHref } from './frame/route.ts';

const pageElement = document.getElementById('page');
if (pageElement === null) throw new Error('index.html has no #page');
// The page opens at the station of this tablet.
const tabletStation = readTabletStation();
if (location.hash === '' && tabletStation !== null) location.replace(buildRoomHref('station', tabletStation));
render(<App />, pageElement);
// Only where the browser trusts the address: https, or this machine itself. Elsewhere the page works, but not without
// the agent.
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('./sw.js').catch(() => undefined);
