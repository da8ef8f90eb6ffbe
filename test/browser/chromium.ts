import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../tools/chromium';
import { ROOT } from '../../tools/root';

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

/** Lossy, but texts stay sharp. */
const QUALITY = 0.85;

/** Makes a WebP of a PNG, in a page; both as Base64. */
const TO_WEBP = `async (png) => {
	const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
	const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
	const canvas = Object.assign(document.createElement('canvas'), {
		width: image.width,
		height: image.height,
	});
	canvas.getContext('2d').drawImage(image, 0, 0);
	return canvas.toDataURL('image/webp', ${String(QUALITY)}).split(',')[1];
}`;

/**
 * Takes a picture of what a page shows and writes it where `picturePath` says, as WebP.
 *
 * @param style CSS for the picture only
 */
export async function savePicture(page: Page, name: string, style?: string): Promise<void> {
	const png = await page.screenshot({ animations: 'disabled', style });
	const converter = await page.context().browser()?.newPage();
	if (converter === undefined) throw new Error('The browser is gone.');
	const data = await converter.evaluate<string>(`(${TO_WEBP})('${png.toString('base64')}')`);
	await converter.close();
	writeFileSync(picturePath(`${name}.webp`), Buffer.from(data, 'base64'));
}
