import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/chromium';
import { ROOT } from '../../scripts/root';

const ARGS = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// Pictures must not depend on the screen that happens to be there.
	'--force-color-profile=srgb',
	'--hide-scrollbars',
];

/** Starts a browser without a window; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
	// Chromium's sandbox does not work for root, as whom containers run.
	const isRoot = process.getuid?.() === 0;
	return await chromium.launch({
		executablePath: findChromium(),
		headless: true,
		args: isRoot ? [...ARGS, '--no-sandbox'] : ARGS,
	});
}

let pictures: string | undefined;

/**
 * Where a picture is to be written: `docs/images/` with UPDATE_PICTURES=1, so that the pictures of
 * the documentation are what a test has seen, and a temporary folder otherwise.
 */
export function picturePath(name: string): string {
	pictures ??=
		process.env.UPDATE_PICTURES === '1'
			? join(ROOT, 'docs', 'images')
			: mkdtempSync(join(tmpdir(), 'sms-gateways-pictures-'));
	mkdirSync(pictures, { recursive: true });
	return join(pictures, name);
}
