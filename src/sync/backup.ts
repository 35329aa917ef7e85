import { ProblemError, type Problem } from '../protocol/problem.ts'
import type { DeviceStore, ProfileStore } from '../storage/device-store.ts'
import { decodeContents, encodeContents, type BackupContents } from './backup-contents.ts'
import { openFile, sealFile, type SealSettings } from './backup-file.ts'

/** Everything of a profile but its keys, encrypted under a passphrase: one file. */
export async function makeBackup(
  profile: ProfileStore,
  label: string,
  settings: SealSettings,
): Promise<Uint8Array> {
  return sealFile(encodeContents({ label, copy: await profile.copyEverything() }), settings)
}

export type ReadBackup =
  | { readonly kind: 'backup'; readonly contents: BackupContents; readonly createdAt: string }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** Opens a file and checks all of it; nothing is written yet. */
export async function readBackup(file: Uint8Array, passphrase: string): Promise<ReadBackup> {
  try {
    const { header, contents } = await openFile(file, passphrase)
    return { kind: 'backup', contents: await decodeContents(contents), createdAt: header.createdAt }
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    return { kind: 'refused', problem: { code: cause.code, where: cause.where } }
  }
}

/**
 * Brings a backup into a new profile. When it does not fit on the phone, no half of it stays. (Beside existing work,
 * `ProfileStore.mergeCopy` brings it.)
 */
export async function restoreAsProfile(
  device: DeviceStore,
  { label, copy }: BackupContents,
): Promise<ProfileStore> {
  const profile = await device.createProfile(label)
  try {
    await profile.mergeCopy(copy)
    return profile
  } catch (cause) {
    profile.close()
    await device.deleteProfile(profile.id)
    throw cause
  }
}
