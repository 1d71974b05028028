// Around every room: photographs that could not be sent yet outlive the room in which they were taken.
import type { ComponentChildren } from 'preact';
import { TrayContext, usePhotoTray } from '../wire/photos.ts';

export function PhotosOnTheirWay({ operator, children }: { operator: string | null; children: ComponentChildren }) {
  return <TrayContext.Provider value={usePhotoTray(operator)}>{children}</TrayContext.Provider>;
}
