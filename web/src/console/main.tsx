import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../styles/tokens.css';
import '../styles/base.css';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/states.css';
import './styles/fields.css';
import './styles/tables.css';
import './styles/plots.css';
import { serverAddress } from '../socket/address';
import { App } from './App';
import { Server } from './client';
import { QUERIES } from './queries';

const root = document.getElementById('root');
if (!root) throw new Error('expected an element #root in console.html');
// Always the server that the console came from: the key is shown to no other.
const address = serverAddress({ search: '', meta: '', apiUrl: '', wsUrl: '', base: document.baseURI });
createRoot(root).render(
  <StrictMode>
    <App server={new Server(address)} queries={new QueryClient(QUERIES)} />
  </StrictMode>,
);
