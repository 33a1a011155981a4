import '@digital-go-jp/design-tokens/dist/tokens.css';
import './page.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { app } from './state.svelte.js';

await app.start();
const place = document.getElementById('app');
place.replaceChildren();
mount(App, { target: place });
// For whoever measures: the document is examined, and what was found stands on the page.
performance.mark('kenpo-first-answer');
