import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/layout.css';
import '../styles/stage.css';
import '../styles/challenge.css';
import '../styles/problem.css';
import '../styles/cards.css';
import '../styles/active-check.css';
import '../styles/log.css';
import '../styles/people.css';
import '../styles/pictures.css';
import '../styles/outcome.css';
import '../styles/people-list.css';
import '../styles/component.css';
import { Api } from '../socket/api';
import { App } from './App';
import { makeSession, openOwnCamera, readAddress } from './config';

const root = document.getElementById('root');
if (!root) throw new Error('expected an element #root in index.html');
const address = readAddress();
createRoot(root).render(
  <StrictMode>
    <App
      session={makeSession(address)}
      api={new Api(address.api)}
      address={address}
      openCamera={openOwnCamera}
    />
  </StrictMode>,
);
