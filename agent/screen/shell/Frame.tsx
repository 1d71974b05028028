// What is around every room: header, doors, alarms, notices, sign-in.
import { SignIn } from './SignIn.tsx';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import type { Waiting } from '../wire/sending.ts';
import type { Live } from '../wire/live.ts';
import { Alarms } from './Alarms.tsx';
import type { Appearance } from './appearance.ts';
import { GateAlarms } from './GateAlarms.tsx';
import { Header } from './Header.tsx';
import { Nav } from './Nav.tsx';
import { useNewVersion } from './newVersion.ts';
import { Notices, type NoticeBoard } from './Notices.tsx';
import { PhotosOnTheirWay } from './PhotosOnTheirWay.tsx';
import { Rooms } from './Rooms.tsx';
import type { Route } from './route.ts';

interface FrameProps {
  live: Live;
  route: Route;
  waiting: Waiting;
  appearance: Appearance;
  notices: NoticeBoard;
}

export function Frame({ live, route, waiting, appearance, notices }: FrameProps) {
  const { t } = useWords();
  const { state, who } = live;
  const old = live.ageSeconds > 0;
  const newer = useNewVersion({
    software: state?.software ?? null,
    idle: who === null && (waiting.safe || waiting.own === 0),
  });
  return (
    <>
      <Header
        live={live}
        waiting={waiting}
        theme={appearance.theme}
        switchTheme={appearance.switchTheme}
        switchLanguage={appearance.switchLanguage}
      />
      {who !== null && state !== null && (
        <Nav
          room={route.room}
          roles={who.roles}
          openCases={state.cases.length + state.lots.reduce((sum, lot) => sum + lot.findings.length, 0)}
        />
      )}
      {state !== null && <Alarms alarms={state.alarms} oldSeconds={old ? live.ageSeconds : null} />}
      {who !== null && state !== null && <GateAlarms state={state} />}
      {newer && (
        <p class="alarm mild" role="status">
          <Sign shape="up" /> <span>{t('page.newer')}</span>
          <button type="button" onClick={() => location.reload()}>
            {t('page.load')}
          </button>
        </p>
      )}
      <Notices notices={notices} />
      <main id="work" tabIndex={-1} class={old ? 'page old' : 'page'}>
        {state === null ? (
          <p class="waiting">{t('age.first')}</p>
        ) : (
          <>
            {/* Above the docks where there is no room beside them: nothing can be done before it. */}
            {who === null && <SignIn locked={live.locked} signedIn={live.signedIn} />}
            <PhotosOnTheirWay operator={who?.operator ?? null}>
              <Rooms route={route} state={state} who={who} />
            </PhotosOnTheirWay>
          </>
        )}
      </main>
    </>
  );
}
