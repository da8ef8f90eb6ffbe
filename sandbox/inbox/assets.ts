import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundlePage } from './bundle.cjs';

/** The inbox's files, by their names. */
export type Assets = Record<'app.js' | 'app.css', string>;

let assets: Promise<Assets> | undefined;

/** The files that the build has put beside this one or, run from the sources, made of these now. */
export function loadAssets(): Promise<Assets> {
	assets ??= readBuilt().catch(async () => (await bundlePage()).files);
	return assets;
}

async function readBuilt(): Promise<Assets> {
	const read = (name: string): Promise<string> => readFile(join(__dirname, 'built', name), 'utf8');
	const [script, style] = await Promise.all([read('app.js'), read('app.css')]);
	return { 'app.js': script, 'app.css': style };
}

/** The page itself: everything in it is made by its script. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>SMS sandbox</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect x='1' y='2' width='14' height='10' rx='3' fill='%231f6feb'/%3E%3Cpath d='M4 12v3l4-3' fill='%231f6feb'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/inbox/app.css">
<script type="module" src="/inbox/app.js"></script>
</head>
<body><noscript>The inbox needs JavaScript. The same is to be had at /control.</noscript></body>
</html>
`;
