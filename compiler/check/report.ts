// The reporter stands with the model, so that every stage may have it.

export { Reporter } from '../model/report.js';
