// The installed instrument models as a technician chooses among them. Must not know the site file.
import type { InstrumentModels } from '../../config/partialSite.ts';
import type { InstrumentModel } from '../../config/siteConfig.ts';
import type { ModelView } from '../core/views/lookupViews.ts';

/** Every model with its factory settings and a note, sorted by name. */
export function viewModels(models: InstrumentModels): ModelView[] {
  const views = [...models.values()].map((model): ModelView => {
    const kind = model.kind === 'reader' || model.kind === 'modbus-reader' ? 'reader' : 'scale';
    return {
      model: model.name,
      name: model.title,
      kind,
      protocol: model.protocol,
      wire: describeFactorySettings(model),
      note: describeModel(model),
    };
  });
  return views.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** "serial 9600 7E1 or TCP 4001": the maker's settings. */
function describeFactorySettings({ serial, tcpPort }: InstrumentModel): string {
  const serialText =
    serial && `serial ${serial.baud} ${serial.dataBits}${serial.parity.charAt(0).toUpperCase()}${serial.stopBits}`;
  return [serialText, tcpPort === null ? null : `TCP ${tcpPort}`].filter((wire) => wire !== null).join(' or ');
}

function describeModel(model: InstrumentModel): string {
  switch (model.kind) {
    case 'text-scale':
      return model.poll === null
        ? `${model.maker}; sends by itself`
        : `${model.maker}; asked every ${model.poll.intervalMs} ms`;
    case 'modbus-scale':
      return `${model.maker}; asked every ${model.poll.intervalMs} ms as unit ${model.unitId}`;
    case 'reader':
    case 'modbus-reader':
      return model.regions.length === 0 || model.regions.includes('JP')
        ? model.maker
        : `${model.maker}; no Japanese radio region, only ${model.regions.join(', ')}`;
  }
}
