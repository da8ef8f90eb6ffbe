import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundlePage } from './bundle.cjs';

const NAMES = ['app.js', 'app.css', 'api.js', 'api.css'] as const;

/** The files of the inbox and of the API page, by name. */
export type Assets = Record<(typeof NAMES)[number], string>;

let assets: Promise<Assets> | undefined;

/** The built files or, when run from the sources, made now. */
export function loadAssets(): Promise<Assets> {
	assets ??= readBuilt().catch(async () => (await bundlePage()).files);
	return assets;
}

async function readBuilt(): Promise<Assets> {
	const read = NAMES.map(async (name) => {
		return [name, await readFile(join(__dirname, 'built', name), 'utf8')] as const;
	});
	return Object.fromEntries(await Promise.all(read)) as Assets;
}

/** A page; its script makes all of its content. */
function page(title: string, name: 'app' | 'api', without: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='1' y='2' width='14' height='10' rx='3' fill='%231f6feb'/%3E%3Cpath d='M4 12v3l4-3' fill='%231f6feb'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/inbox/${name}.css">
<script type="module" src="/inbox/${name}.js"></script>
</head>
<body><noscript>${without}</noscript></body>
</html>
`;
}

/** The pages, by path. */
export const PAGES = {
	'/': page('SMS sandbox', 'app', 'The inbox needs JavaScript. /control has the same data.'),
	'/api': page(
		'SMS sandbox API',
		'api',
		'This page needs JavaScript. /openapi.json has the same content.',
	),
} as const;
