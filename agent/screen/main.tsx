// Where the page begins.
import { render } from 'preact';
import { App } from './App.tsx';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no #page');
render(<App />, place);
