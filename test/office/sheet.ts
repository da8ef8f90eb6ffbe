/** A column of a sheet: how its cells are formatted, and what is in them. */
export interface Column {
	heading: string;
	/** A style of OpenDocument named `N`, with the styles that it refers to; none for texts. */
	format?: string;
	/** The type of its cells in OpenDocument. */
	type: 'string' | 'float' | 'currency' | 'percentage' | 'date' | 'time' | 'boolean';
	values: (string | number)[];
}

const NAMESPACES = ['office', 'style', 'text', 'table', 'number', 'fo']
	.map((name) => {
		const path = name === 'fo' ? 'xsl-fo-compatible' : name === 'number' ? 'datastyle' : name;
		return `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${path}:1.0"`;
	})
	.join(' ');

/** A spreadsheet as a Flat OpenDocument (.fods), the one form of a sheet that can be written by hand. */
export function flatSheet(columns: Column[]): string {
	const styles = columns.map(
		({ format }, index) =>
			(format?.replaceAll(/style:(?:name|apply-style-name)="N/g, `$&${String(index)}_`) ?? '') +
			`<style:style style:name="C${String(index)}" style:family="table-cell"` +
			(format === undefined ? '' : ` style:data-style-name="N${String(index)}_"`) +
			'/>',
	);
	const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
		columns.map((column, index) => cellOf(column, index, row)),
	);
	const headings = columns.map(({ heading }) => textCell(heading));
	const lines = [headings, ...rows].map(
		(cells) => `<table:table-row>${cells.join('')}</table:table-row>`,
	);
	return (
		`<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} office:version="1.2" ` +
		'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">' +
		`<office:automatic-styles>${styles.join('')}</office:automatic-styles>` +
		'<office:body><office:spreadsheet><table:table table:name="People">' +
		lines.join('') +
		'</table:table></office:spreadsheet></office:body></office:document>'
	);
}

function cellOf({ type, values }: Column, index: number, row: number): string {
	const value = String(values[row]);
	const style = `table:style-name="C${String(index)}"`;
	if (type === 'string') return textCell(value, style);
	const name = ['date', 'time', 'boolean'].includes(type) ? `${type}-value` : 'value';
	return `<table:table-cell ${style} office:value-type="${type}" office:${name}="${value}"/>`;
}

function textCell(text: string, style = ''): string {
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	const paragraphs = escaped.split('\n').map((line) => `<text:p>${line}</text:p>`);
	return `<table:table-cell ${style} office:value-type="string">${paragraphs.join('')}</table:table-cell>`;
}
